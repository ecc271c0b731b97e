namespace OpsConsole.Sandbox.Hosting;

/// <summary>Lets scripts and its own page change things, but no page of another site that a browser here has open.</summary>
internal static class SameOrigin
{
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var foreign = (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}") || site is "cross-site" or "same-site";
        return foreign
            ? Results.Problem($"This request comes from {(origin.Length > 0 ? origin : "another site")}; only the sandbox's own page may send it.",
                statusCode: StatusCodes.Status403Forbidden, title: "Another site's request")
            : await next(context);
    }
}
