using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Access;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Walls;

namespace OpsConsole.Pages.Walls;

/// <summary>
/// A wall's page, and what stands on it as a piece that the page asks for again and again. No circuit: there is no session that could end, a restart is a
/// few questions without an answer, and a wall's token opens this and nothing else.
/// </summary>
internal static class WallEndpoints
{
    private const string Cookie = "ops-wall";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public static IEndpointRouteBuilder MapWalls(this IEndpointRouteBuilder app)
    {
        // Whoever comes without a token of the wall must be signed in: asked here, because there are two ways in.
        app.MapGet("/wall/{name}", ShowAsync).AllowAnonymous().WithTags("Wall");
        app.MapGet("/wall/{name}/now", NowAsync).AllowAnonymous().WithTags("Wall");
        return app;
    }

    /// <summary>Whether a request brings a token in its address: worth as few tries as a sign-in.</summary>
    /// <param name="request">The request.</param>
    public static bool BringsToken(HttpRequest request) => request.Path.StartsWithSegments("/wall") && request.Query.ContainsKey("token");

    private static async Task<IResult> ShowAsync(string name, HttpContext http, WallDesk desk, IAccessRules rules)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            if (http.Request.Query["token"].ToString() is { Length: > 0 } token)
            {
                if (await desk.OpenAsync(name, token, ConsoleSignIn.AddressOf(http), http.RequestAborted) is not { } opened)
                {
                    return Refuse(StatusCodes.Status401Unauthorized, "This token does not open this wall. It may be cut, or was revoked: ask an admin for a new one.");
                }

                // To the clean address: what stays in a browser's bar is seen, and photographed.
                Remember(http, opened.Name, token);
                return TypedResults.LocalRedirect($"/wall/{opened.Name}");
            }

            if (await FindAsync(name, http, desk, rules) is not ({ } wall, var byToken))
            {
                return MayView(http, rules)
                    ? Refuse(StatusCodes.Status404NotFound, "There is no wall of this name.")
                    : Refuse(StatusCodes.Status401Unauthorized, "Open it with its token (the address that an admin gives out), or sign in first.");
            }

            if (byToken is not null)
            {
                Remember(http, wall.Name, byToken);
            }

            return new RazorComponentResult<WallDocument>(new { Wall = wall }) { PreventStreamingRendering = true };
        }
        catch (StorageException e)
        {
            return Refuse(StatusCodes.Status503ServiceUnavailable, $"Whether this wall may be shown can't be checked now; it is tried again. {e.Message}");
        }
    }

    private static async Task<IResult> NowAsync(string name, HttpContext http, WallDesk desk, IAccessRules rules)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            return await FindAsync(name, http, desk, rules) is ({ } wall, _)
                ? new RazorComponentResult<WallBody>(new { Wall = wall }) { PreventStreamingRendering = true }
                : MayView(http, rules) ? PlainRefusal(StatusCodes.Status404NotFound, "There is no wall of this name.")
                : PlainRefusal(StatusCodes.Status401Unauthorized, "The wall's token is not known any more, and nobody is signed in.");
        }
        catch (StorageException e)
        {
            return PlainRefusal(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    /// <summary>The wall, by its token's cookie or for a person who may see the live state; with the token, if it was that.</summary>
    private static async Task<(Wall Wall, string? Token)?> FindAsync(string name, HttpContext http, WallDesk desk, IAccessRules rules)
    {
        if (http.Request.Cookies[CookieName(http)] is { Length: > 0 } token && await desk.OpenAsync(name, token, ConsoleSignIn.AddressOf(http), http.RequestAborted) is { } opened)
        {
            return (opened, token);
        }

        return MayView(http, rules) && await desk.FindAsync(name, http.RequestAborted) is { } wall ? (wall, null) : null;
    }

    private static bool MayView(HttpContext http, IAccessRules rules) => PersonClaims.Of(http.User) is { } person && rules.Decide(person, Actions.View, null).IsAllowed;

    private static void Remember(HttpContext http, string name, string token) => http.Response.Cookies.Append(CookieName(http), token, new CookieOptions
    {
        // The browser sends it to this wall and nowhere else: not to the circuit, the hub or the API.
        Path = $"/wall/{name}",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = Kept,
        IsEssential = true,
    });

    // The prefix with __Host- wants the path of the whole host.
    private static string CookieName(HttpContext http) => http.Request.IsHttps ? $"__Secure-{Cookie}" : Cookie;

    private static RazorComponentResult<WallRefused> Refuse(int status, string words) =>
        new(new { Words = words, IsTriedAgain = status == StatusCodes.Status503ServiceUnavailable }) { StatusCode = status, PreventStreamingRendering = true };

    private static ProblemHttpResult PlainRefusal(int status, string words) => TypedResults.Problem(words, statusCode: status, title: "The wall can't be shown");
}
