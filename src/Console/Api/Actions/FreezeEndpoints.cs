using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>Change freezes over HTTP.</summary>
internal static class FreezeEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/freezes";

    public static IEndpointRouteBuilder MapFreezesApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Actions").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", List);
        group.MapPost("/", FreezeAsync);
        group.MapDelete("/{freeze}", ThawAsync);
        return app;
    }

    private static JsonHttpResult<FreezesReply> List(LiveState live, TimeProvider clock) => TypedResults.Json(
        new FreezesReply(ApiWords.Of(live.Actions.Freshness), [.. (live.Actions.Current.Value?.Freezes ?? []).Select(freeze => FreezeReply.Of(freeze, clock.GetUtcNow()))]), ApiWords.Json);

    private static async Task<IResult> FreezeAsync(HttpRequest request, ActionDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, ActionBodies.Freeze, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var now = clock.GetUtcNow();
        var frozen = await desk.FreezeAsync(body.System, body.From ?? now, body.To, body.Reason, ActionEndpoints.Who(request.HttpContext), cancellation);
        if (!frozen.IsOk)
        {
            return ActionProblems.NotConfirmed(frozen.Problems);
        }

        request.HttpContext.Response.Headers.Location = $"{Path}/{frozen.Value.Id}";
        return TypedResults.Json(FreezeReply.Of(frozen.Value, now), ApiWords.Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ThawAsync(string freeze, HttpContext http, ActionDesk desk, TimeProvider clock, CancellationToken cancellation)
    {
        var thawed = await desk.ThawAsync(freeze, ActionEndpoints.Who(http), cancellation);
        return thawed.IsOk ? TypedResults.Json(FreezeReply.Of(thawed.Value, clock.GetUtcNow()), ApiWords.Json)
            : thawed.Problems.Any(problem => problem.Where is "id" or "freeze") ? ActionProblems.NotFound(thawed.Problems[0].What)
            : ActionProblems.NotMoved(thawed.Problems);
    }
}
