using OpsConsole.Access;
using OpsConsole.Live;

namespace OpsConsole.Api;

/// <summary>The queues over HTTP, out of the live state: no source is asked for it. What it answers is told in docs/api.md.</summary>
internal static class QueueEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/queues";

    /// <summary>Who may see may read.</summary>
    public static IEndpointRouteBuilder MapQueuesApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Queues").RequireAction(Actions.View).AddEndpointFilter<OwnPageOrToken>();
        group.MapGet("/", List);
        group.MapGet("/{system}/{queue}", Find);
        return app;
    }

    private static IResult List(HttpRequest request, LiveState live)
    {
        if (request.Query.Keys.FirstOrDefault(name => name is not "system") is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; known is system");
        }

        var system = request.Query["system"].FirstOrDefault();
        if (system is not null && live.Systems.Current.Value?.Find(system) is null)
        {
            return ActionProblems.NotFound("There is no such system.");
        }

        var seen = live.Queues.Current;
        var queues = (seen.Value?.Queues ?? []).Where(queue => system is null || queue.System == system);
        return TypedResults.Json(new QueuesReply(ApiWords.Of(live.Queues.Freshness), seen.ObservedAt, seen.Problem, [.. queues.Select(QueueReply.Of)]), ApiWords.Json);
    }

    private static IResult Find(string system, string queue, LiveState live) => live.Queues.Current.Value?.Find(system, queue) is { } found
        ? TypedResults.Json(QueueDetailReply.Of(found, ApiWords.Of(live.Queues.Freshness), live.Queues.Current.ObservedAt), ApiWords.Json)
        : ActionProblems.NotFound("There is no such queue, or it was not read yet.");
}
