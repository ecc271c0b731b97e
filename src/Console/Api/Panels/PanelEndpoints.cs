using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Pages.Systems.Panels;
using OpsConsole.Panels;

namespace OpsConsole.Api;

/// <summary>A system's charts over HTTP: the same answers as the page's, shared with it. What it answers is told in docs/api.md.</summary>
internal static class PanelEndpoints
{
    private const string Path = $"{ActionEndpoints.Root}/systems/{{id}}/panels";

    public static IEndpointRouteBuilder MapPanelsApi(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ReadAsync).WithTags("Charts").RequireAction(Actions.View).AddEndpointFilter<OwnPageOrToken>();
        return app;
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext http, LiveState live, PanelDesk desk, HappeningReader happened, TimeProvider clock, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(name => name is not ("range" or "from" or "to" or "panel")) is { } unknown)
        {
            return ActionProblems.Unreadable(unknown, "is not known here; known are range, from, to and panel");
        }

        if (live.Systems.Current.Value?.Find(id)?.Profile is not { } profile)
        {
            return ActionProblems.NotFound("There is no such system.");
        }

        var name = query["panel"].ToString();
        var alone = PanelAddress.Find(profile, name);
        if (name.Length > 0 && alone is null)
        {
            return ActionProblems.NotFound("The system has no such chart: name it as DASHBOARD/TITLE, or TITLE where it has no dashboard.");
        }

        var range = RangeQuery.Read(http, TimeZoneInfo.Utc);
        if (!range.IsOk)
        {
            return ActionProblems.Wrong(range.Problems);
        }

        var asked = range.Value.At(clock.GetUtcNow(), PanelStep.Points(0));
        var told = happened.ReadAsync(id, asked.From, asked.To, cancellation);
        var panels = await Task.WhenAll((alone is null ? profile.Panels : [alone]).Select(panel => desk.ReadAsync(profile, panel, asked, cancellation)));
        return TypedResults.Json(
            new PanelsReply(id, asked.From, asked.To, asked.Step.TotalSeconds, [.. panels.Select(PanelReply.Of)], [.. (await told).All.Select(HappeningReply.Of)]), ApiWords.Json);
    }
}
