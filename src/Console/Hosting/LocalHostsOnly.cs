namespace OpsConsole.Hosting;

/// <summary>
/// A page of another site that a person has open could reach this port through a name that resolves to loopback (DNS rebinding). While
/// the console listens on loopback only, a request must name loopback as its host.
/// </summary>
internal static class LocalHostsOnly
{
    public static IApplicationBuilder UseLocalHostsOnly(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (LoopbackOnly.IsLoopback($"http://{context.Request.Host.Value}"))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        await context.Response.WriteAsync("This console answers to localhost and 127.0.0.1 only.\n", context.RequestAborted);
    });
}
