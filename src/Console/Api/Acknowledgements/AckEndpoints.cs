using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Api;

/// <summary>Acknowledgements over HTTP: the same desk as the pages'. What it answers is told in docs/api.md.</summary>
internal static class AckEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/acknowledgements";
    private const int MostOfAlert = 100;

    /// <summary>Who may see may knock; whether they may acknowledge is decided by the desk, for each alert's system, at that moment.</summary>
    public static IEndpointRouteBuilder MapAcknowledgementsApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Acknowledgements").RequireAction(Actions.View)
            .WithMetadata(new RequestSizeLimitAttribute(ApiBody.MostSent)).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", ListAsync);
        group.MapPost("/", AcknowledgeAsync);
        group.MapDelete("/", WithdrawAsync);
        return app;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, AckDesk desk, LiveState live, CancellationToken cancellation)
    {
        if (Unknown(request) is { } unknown)
        {
            return unknown;
        }

        // Of one alert all that ever were; of all alerts those that go on, as they are shown.
        var all = request.Query["alert"].ToString() is { Length: > 0 } alert ? await desk.OfAsync(alert, MostOfAlert, cancellation)
            : live.Acknowledgements.Current.Value?.Acknowledgements ?? [];
        return TypedResults.Json(new AcksReply(ApiWords.Of(live.Acknowledgements.Freshness), [.. all.Select(AckReply.Of)]), ApiWords.Json);
    }

    private static async Task<IResult> AcknowledgeAsync(HttpRequest request, AckDesk desk, CancellationToken cancellation)
    {
        var (body, refusal) = await ApiBody.ReadAsync(request, AckWishBody.Read, cancellation);
        if (body is null)
        {
            return refusal!;
        }

        var person = ActionEndpoints.Who(request.HttpContext);
        return Answered(body.TakesOver
            ? await desk.TakeOverAsync(person, body.Alerts, body.Comment, body.Lasts, cancellation)
            : await desk.AcknowledgeAsync(person, body.Alerts, body.Comment, body.Lasts, cancellation));
    }

    private static async Task<IResult> WithdrawAsync(HttpRequest request, AckDesk desk, CancellationToken cancellation) => Unknown(request) is { } unknown
        ? unknown
        : Answered(await desk.WithdrawAsync(ActionEndpoints.Who(request.HttpContext), [.. request.Query["alert"].OfType<string>()], cancellation));

    /// <summary>Each alert's own answer, with a status for those who look at that alone: nothing was done is no success.</summary>
    private static IResult Answered(Result<ImmutableArray<AckAnswer>> answered)
    {
        if (!answered.IsOk)
        {
            return answered.Problems.Any(problem => problem.Where == "storage") ? ActionProblems.Away(answered.Problems[0].What) : ActionProblems.Wrong(answered.Problems);
        }

        var alerts = answered.Value;
        var reply = new AckAnswersReply(alerts.Count(answer => answer.IsDone), [.. alerts.Select(AckAnswerReply.Of)]);
        return alerts.Any(answer => !answer.IsRefused) ? TypedResults.Json(reply, ApiWords.Json)
            : ActionProblems.Of(StatusOf(alerts), "Nothing was done", [.. alerts.Select(answer => answer.Says).Distinct(StringComparer.Ordinal).Take(3).Select(says => new Problem(string.Empty, says))], ("alerts", reply.Alerts));
    }

    private static int StatusOf(ImmutableArray<AckAnswer> alerts) =>
        alerts.Any(answer => answer.Verdict is AckVerdict.NotKept) ? StatusCodes.Status503ServiceUnavailable
        : alerts.Any(answer => answer.Verdict is AckVerdict.Denied) ? StatusCodes.Status403Forbidden
        : alerts.All(answer => answer.Verdict is AckVerdict.NotFiring or AckVerdict.Nobodys) ? StatusCodes.Status404NotFound
        : StatusCodes.Status409Conflict;

    private static ProblemHttpResult? Unknown(HttpRequest request) => request.Query.Keys.FirstOrDefault(name => name != "alert") is { } unknown
        ? ActionProblems.Unreadable(unknown, "is not known here; known is alert")
        : null;
}
