using OpsConsole.SignIn;

namespace OpsConsole.Api;

/// <summary>
/// Who changes something brings a personal token, or comes from a page of the console's own: a browser sends the cookie with whatever any page asks for, and
/// only it says from where. What says nothing of where it comes from brings no cookie.
/// </summary>
internal sealed class OwnPageOrToken : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var isReading = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        http.Response.Headers.CacheControl = "no-store";
        return isReading || PersonClaims.Of(http.User)?.TokenId is not null || SaysItIsOurs(http.Request)
            ? await next(context)
            : TypedResults.Problem(
                "A signed-in browser may send this from a page of the console only. From elsewhere send a personal token: Authorization: Bearer ops_...",
                statusCode: StatusCodes.Status403Forbidden, title: "It is not known whose page sends this");
    }

    // That an origin which is named is ours was looked at before anybody asked who sends it: Hosting/OurOrigins.
    private static bool SaysItIsOurs(HttpRequest request) =>
        request.Headers.Origin.ToString() is not ("" or "null") || request.Headers["Sec-Fetch-Site"].ToString() == "same-origin";
}
