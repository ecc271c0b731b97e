using OpsConsole.Access;
using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>The hand-over over HTTP, as JSON or as Markdown to be pasted.</summary>
internal static class HandOverEndpoint
{
    private const string Path = $"{ActionEndpoints.Root}/handover";
    private const string Format = "format";

    /// <summary>The route.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Path, ReadAsync).WithTags("Incidents").RequireAction(Actions.View).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();

    private static async Task<IResult> ReadAsync(HttpRequest request, HandOverDesk desk, CancellationToken cancellation)
    {
        var format = request.Query[Format].ToString();
        if (request.Query.Keys.FirstOrDefault(name => name != Format) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, $"is not known here; known is {Format}");
        }

        if (format is not ("" or "json" or "markdown"))
        {
            return ActionProblems.Unreadable(Format, "must be json or markdown");
        }

        var hand = await desk.ReadAsync(cancellation);
        return format == "markdown" ? TypedResults.Text(HandOverDesk.Markdown(hand), "text/markdown; charset=utf-8") : TypedResults.Json(HandOverReply.Of(hand), ApiWords.Json);
    }
}
