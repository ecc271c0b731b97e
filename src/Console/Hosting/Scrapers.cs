using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Access;
using OpsConsole.SignIn;

namespace OpsConsole.Hosting;

/// <summary>
/// What Prometheus and probes read: open to this machine, to the addresses of Http:MetricsFrom, and to whoever may see the live state (a
/// personal token in the Authorization header).
/// </summary>
internal static class Scrapers
{
    public static TBuilder ForScrapers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AllowAnonymous().AddEndpointFilter(async (call, next) =>
        {
            var context = call.HttpContext;
            var door = context.RequestServices.GetRequiredService<Door>();
            return door.IsLocal(context) || door.MetricsFrom.Contains(context.Connection.RemoteIpAddress) || MaySee(context)
                ? await next(call)
                : Refuse(context.User);
        });

    private static bool MaySee(HttpContext context) => PersonClaims.Of(context.User) is { } person
        && context.RequestServices.GetRequiredService<IAccessRules>().Decide(person, Actions.View).IsAllowed;

    private static ProblemHttpResult Refuse(ClaimsPrincipal user) => PersonClaims.Of(user) is null
        ? TypedResults.Problem(
            "This is for this machine, for the addresses of Http:MetricsFrom, and for a personal token (Authorization: Bearer ...).", statusCode: StatusCodes.Status401Unauthorized)
        : TypedResults.Problem("Nothing is granted to you that lets you see the live state.", statusCode: StatusCodes.Status403Forbidden);
}
