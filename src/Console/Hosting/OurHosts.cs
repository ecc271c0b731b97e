namespace OpsConsole.Hosting;

/// <summary>
/// A page of another site that a person has open could reach this port through a name of its own that resolves to our address (DNS
/// rebinding). So a request must name a host that is ours.
/// </summary>
internal static class OurHosts
{
    // Asked by address, by whoever runs the machine: they say nothing about anybody.
    private static readonly string[] ForAnyHost = ["/health/live", "/health/ready"];

    public static IApplicationBuilder UseOurHosts(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<Door>();
        return app.Use(async (context, next) =>
        {
            if (door.IsOurs(context.Request.Host) || IsForAnyHost(context, door))
            {
                await next(context);
                return;
            }

            await PlainAnswer.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This console does not answer to that name. "
                + (door.Hosts.IsEmpty ? "It answers to localhost and 127.0.0.1 only, until Http:PublicUrl or Http:AllowedHosts names another." : "Open it by its own address."));
        });
    }

    // Prometheus finds pods by their addresses, too, and no browser's page sits where it does.
    private static bool IsForAnyHost(HttpContext context, Door door) =>
        Array.Exists(ForAnyHost, path => context.Request.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        || (context.Request.Path.StartsWithSegments("/metrics") && door.MetricsFrom.Contains(context.Connection.RemoteIpAddress));
}
