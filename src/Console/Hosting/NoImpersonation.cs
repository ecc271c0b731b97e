namespace OpsConsole.Hosting;

/// <summary>The console asks clusters in a person's name by such headers. Nobody may bring them in.</summary>
internal static class NoImpersonation
{
    private const string Prefix = "Impersonate-";

    public static IApplicationBuilder UseNoImpersonation(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!context.Request.Headers.Keys.Any(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        await context.RequestServices.GetRequiredService<RefusalRecord>().NoteAsync(context, "impersonate", "the request carried Impersonate- headers");
        await PlainAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "The console takes no Impersonate- headers.");
    });
}
