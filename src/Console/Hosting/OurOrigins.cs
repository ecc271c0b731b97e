using Microsoft.AspNetCore.Antiforgery;

namespace OpsConsole.Hosting;

/// <summary>
/// What changes something, and every WebSocket, must come from a page of ours or from no browser at all. A browser sends our cookies with a
/// WebSocket that a page of another site opens, and no other rule of it stands in the way.
/// </summary>
internal static class OurOrigins
{
    public static IApplicationBuilder UseOurOrigins(this IApplicationBuilder app)
    {
        var door = app.ApplicationServices.GetRequiredService<Door>();
        return app.Use(async (context, next) =>
        {
            if (IsHarmless(context.Request) || IsOurs(context, door))
            {
                await next(context);
                return;
            }

            await PlainAnswer.WriteAsync(context, StatusCodes.Status403Forbidden,
                "This request comes from a page of another site. If the page is the console's own, Http:PublicUrl must be the address that people type.");
        });
    }

    private static bool IsHarmless(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        && !IsUpgrade(request) && !HttpMethods.IsConnect(request.Method);

    /// <summary>Whether a WebSocket is asked for.</summary>
    /// <param name="request">The request.</param>
    public static bool IsUpgrade(HttpRequest request) => request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(request.Method);

    private static bool IsOurs(HttpContext context, Door door)
    {
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        return context.Request.Headers.Origin.ToString() switch
        {
            "" => true,                                       // no browser: its cookies are its own

            // Our pages give no referrer, so a form of theirs names no origin, either. The token in the form tells whose it is.
            "null" => site == "same-origin" || context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true },
            var origin => origin.Equals($"{context.Request.Scheme}://{context.Request.Host}", StringComparison.OrdinalIgnoreCase)
                || origin.Equals(door.PublicOrigin, StringComparison.OrdinalIgnoreCase),
        };
    }
}
