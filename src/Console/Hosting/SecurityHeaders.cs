namespace OpsConsole.Hosting;

/// <summary>What every answer tells the browser: run only our own scripts and styles, be framed by nobody, tell no referrer.</summary>
internal static class SecurityHeaders
{
    // style-src-attr: Virtualize's spacers and the bars' --value are style attributes; style elements stay forbidden.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment: an error page begins with headers taken away.
        context.Response.OnStarting(Add, context);
        return next(context);
    });

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<OwnContentPolicy>()?.Policy ?? ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Only where TLS is (here, or at a known proxy), and never for localhost: it would bind every other program on this machine.
        if (context.Request.IsHttps && !Door.IsLoopback(context.Request.Host))
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}

/// <summary>
/// What an endpoint that serves no page of ours allows instead. Said of the endpoint and not in its answer's headers: those that a page's framework writes there are weaker
/// than ours, and are replaced.
/// </summary>
/// <param name="Policy">The value of <c>Content-Security-Policy</c>.</param>
internal sealed record OwnContentPolicy(string Policy);
