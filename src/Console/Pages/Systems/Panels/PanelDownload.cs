using System.Globalization;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Api;
using OpsConsole.Components.Charts;
using OpsConsole.Components.Format;
using OpsConsole.Hosting;
using OpsConsole.Live;
using OpsConsole.Panels;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>One chart over one range as a file: a table for a spreadsheet, or a picture. What the page asked shortly before is not asked again.</summary>
internal static class PanelDownload
{
    // A picture may be opened in a browser: nothing in it may run or be loaded, whatever a label holds.
    private static readonly OwnContentPolicy Inert = new("default-src 'none'; sandbox");

    public static IEndpointRouteBuilder MapPanelFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/systems/{id}/panel.csv", (string id, HttpContext http) => SendAsync(id, http, "csv", "text/csv; charset=utf-8", (panel, _, _, _) => Csv(panel)))
            .WithTags("Charts").RequireAction(Actions.View);
        app.MapGet("/systems/{id}/panel.svg", (string id, HttpContext http) => SendAsync(id, http, "svg", "image/svg+xml; charset=utf-8", Picture))
            .WithTags("Charts").WithMetadata(Inert).RequireAction(Actions.View);
        return app;
    }

    private static async Task<IResult> SendAsync(string id, HttpContext http, string kind, string type, Func<PanelData, SystemProfile, TimeZoneInfo, Happenings, string> draw)
    {
        var (services, query) = (http.RequestServices, http.Request.Query);
        if (services.GetRequiredService<LiveState>().Systems.Current.Value?.Find(id)?.Profile is not { } profile)
        {
            return ActionProblems.NotFound("There is no such system.");
        }

        if (PanelAddress.Find(profile, query["panel"]) is not { } panel)
        {
            return ActionProblems.NotFound("The system has no such chart: name it in panel, as DASHBOARD/TITLE, or TITLE where it has no dashboard.");
        }

        var zone = query["zone"] is [{ Length: > 0 } name] ? ZoneClock.Find(name) : TimeZoneInfo.Utc;
        var range = zone.IsOk ? RangeQuery.Read(http, zone.Value) : zone.Problems;
        if (!range.IsOk)
        {
            return ActionProblems.Unreadable(range.Problems);
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var data = await services.GetRequiredService<PanelDesk>().ReadAsync(profile, panel, range.Value.At(now, PanelStep.Points(0)), http.RequestAborted);
        if (data.Lines.IsEmpty && data.Problem is not (null or "no series"))
        {
            return TypedResults.Problem(data.Problem, statusCode: StatusCodes.Status502BadGateway, title: "The chart can't be read now");
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(profile.Id, panel.Title)}-{Times.InName(data.To)}.{kind}\"";
        var told = kind == "svg" ? await services.GetRequiredService<HappeningReader>().ReadAsync(profile.Id, data.From, data.To, http.RequestAborted) : Happenings.None;
        return TypedResults.Text(draw(data, profile, zone.Value, told), type);
    }

    /// <summary>A row a time, a column a line; an empty cell is no data.</summary>
    private static string Csv(PanelData panel)
    {
        var text = new StringBuilder(CsvText.Line(["time", .. panel.Lines.Select(line => line.Legend)]));
        var columns = panel.Lines.Select(line => line.Points.ToDictionary(point => point.At, point => point.Value)).ToArray();
        foreach (var at in panel.Lines.SelectMany(line => line.Points).Select(point => point.At).Distinct().Order())
        {
            text.Append(CsvText.Line(
                [Times.Cell(at)], columns.Select(column => column.TryGetValue(at, out var value) ? value : (double?)null)));
        }

        return text.ToString();
    }

    private static string Picture(PanelData panel, SystemProfile system, TimeZoneInfo zone, Happenings told)
    {
        var (profile, range) = (panel.Profile, $"{Wall(panel.From)} to {Wall(panel.To)}, {zone.Id}, a point every {Spans.Exact(panel.Step)}");
        return ChartFile.Draw(new ChartPicture(
            profile.Title, $"{system.Title}: {range}", profile.Unit, (panel.From, panel.To), zone, [.. panel.Lines.Select(line => new ChartLine(line.Legend, line.Points))])
        {
            Thresholds = [.. Levels(profile)],
            Marks = HappeningMarks.Of(told, panel.To),
            Step = panel.Step,
            Remark = panel.Lines.IsEmpty ? "No series in this range."
                : panel.Problem ?? (panel.Series > panel.Lines.Length ? $"{Figures.Number(panel.Series)} series; the first {panel.Lines.Length} by last value are shown." : null),
        });

        string Wall(DateTimeOffset at) => ZoneClock.Wall(at, zone).ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<ChartThreshold> Levels(PanelProfile panel)
    {
        if (panel.Limit is { } limit)
        {
            yield return new ChartThreshold(limit, $"limit {Figures.WithUnit(limit, panel.Unit)}");
        }

        if (panel.Floor is { } floor && floor != panel.Limit)
        {
            yield return new ChartThreshold(floor, $"at least {Figures.WithUnit(floor, panel.Unit)}");
        }
    }

    private static string FileName(string system, string title) =>
        $"{system}-{new string([.. title.ToLowerInvariant().Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]).Trim('-')}";
}
