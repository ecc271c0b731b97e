using Microsoft.AspNetCore.Http.HttpResults;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Slo;

namespace OpsConsole.Api;

/// <summary>Objectives over HTTP: what the live state and the past say, nothing that the pages do not show. docs/api.md tells what is answered.</summary>
internal static class SloEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/slos";

    /// <summary>Who may see may read.</summary>
    public static IEndpointRouteBuilder MapSloApi(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(Path).WithTags("Objectives").RequireAction(Actions.View).AddEndpointFilter<OwnPageOrToken>().AddEndpointFilter<StoreAnswers>();
        group.MapGet("/", List);
        group.MapGet("/{system}/{name}", One);
        group.MapGet("/{system}/{name}/history.csv", HistoryAsync);
        group.MapGet("/{system}/{name}/periods.csv", PeriodsAsync);
        return app;
    }

    private static IResult List(HttpRequest request, LiveState live)
    {
        if (request.Query.Keys.FirstOrDefault(name => name is not ("system" or "state")) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; known are system and state");
        }

        var (system, state) = (request.Query["system"].ToString(), request.Query["state"].ToString());
        var words = Enum.GetValues<BudgetState>().Select(ApiWords.Of).ToArray();
        if (state.Length > 0 && !words.Contains(state))
        {
            return ActionProblems.Unreadable("state", $"is one of {string.Join(", ", words)}");
        }

        var all = (live.Slo.Current.Value?.Budgets ?? []).Where(budget => (system.Length == 0 || budget.System == system) && (state.Length == 0 || ApiWords.Of(budget.State) == state));
        var head = live.Slo.Head;
        return TypedResults.Json(new SlosReply(ApiWords.Of(live.Slo.Freshness), head.ObservedAt, head.Problem, [.. all.Select(SloReply.Of)]), ApiWords.Json);
    }

    private static IResult One(string system, string name, LiveState live)
    {
        var head = live.Slo.Head;
        return live.Slo.Current.Value?.Find(system, name) is { } budget
            ? TypedResults.Json(new OneSloReply(ApiWords.Of(live.Slo.Freshness), head.ObservedAt, head.Problem, SloReply.Of(budget)), ApiWords.Json)
            : ActionProblems.NotFound(live.Slo.Current.Value is null ? "Budgets are not read yet." : "There is no such objective.");
    }

    private static async Task<IResult> HistoryAsync(string system, string name, HttpResponse response, SloPast past, CancellationToken cancellation)
    {
        var history = await past.OfAsync(system, name, cancellation);
        return !history.IsOk ? ActionProblems.NotFound(history.Problems[0].What)
            : history.Value.Slices.IsEmpty ? ActionProblems.Of(StatusCodes.Status502BadGateway, "The history can't be read now", [new Problem(string.Empty, history.Value.Problem ?? "no data")])
            : File(response, SloFiles.History(history.Value), $"{system}-{name}-history");
    }

    private static async Task<IResult> PeriodsAsync(string system, string name, HttpResponse response, SloPast past, CancellationToken cancellation)
    {
        var periods = await past.PeriodsAsync(system, name, cancellation);
        return periods.IsOk ? File(response, SloFiles.Periods(periods.Value), $"{system}-{name}-periods") : ActionProblems.NotFound(periods.Problems[0].What);
    }

    // Both names are those of a profile by now: lower case letters, digits, '-' and '.'.
    private static ContentHttpResult File(HttpResponse response, string text, string name)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        return TypedResults.Text(text, "text/csv; charset=utf-8");
    }
}
