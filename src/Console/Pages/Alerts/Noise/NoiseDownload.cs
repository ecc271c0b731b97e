using System.Globalization;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Runbooks;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Alerts.Noise;

/// <summary>The noise view as a table for a spreadsheet: the same lines in the same order as on the page.</summary>
internal static class NoiseDownload
{
    private const string Header =
        "system,rule,severity,firings,alerts,medianSeconds,totalSeconds,silencedSeconds,silencedShare,atNight,nightShare,mostInAnHour,flapping,alwaysSilenced,neverActedUpon,runbook,firingNow,last,lastAlert,saidUseful,saidNoise,saidNeedsRunbook\r\n";

    public static IEndpointRouteBuilder MapNoise(this IEndpointRouteBuilder app)
    {
        app.MapGet("/alerts/noise.csv", SendAsync).WithTags("Alerts").RequireAction(Actions.View);
        return app;
    }

    private static async Task<IResult> SendAsync(HttpContext http, NoiseDesk desk, LiveState live, RunbookLibrary runbooks)
    {
        var query = http.Request.Query;
        var view = NoiseView.Of(int.TryParse(query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null, query["sort"], query["show"]);
        try
        {
            var report = await desk.ReadAsync(view.Days, http.RequestAborted);
            var text = new StringBuilder(Header);
            foreach (var line in view.Of(NoiseView.Lines(report, live, runbooks)))
            {
                text.Append(CsvText.Line(Cells(line)));
            }

            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"noise-{view.Days}d-{Times.InName(report.Until)}.csv\"";
            return TypedResults.Text(text.ToString(), "text/csv; charset=utf-8");
        }
        catch (StorageException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The history can't be read now");
        }
    }

    private static string?[] Cells(NoiseLine line)
    {
        var rule = line.Rule;
        return
        [
            rule.System, rule.Name, rule.Severity.Label(), Number(rule.Firings), Number(rule.Alerts), rule.Median is { } median ? Number(median.TotalSeconds) : null, Number(rule.Total.TotalSeconds),
            Number(rule.Silenced.TotalSeconds), Number(rule.SilencedShare), Number(rule.AtNight), rule.NightShare is { } night ? Number(night) : null, Number(rule.MostInAnHour),
            Word(rule.IsFlapping), Word(rule.IsAlwaysSilenced), Word(rule.IsNeverActedUpon), Word(line.HasRunbook), Number(rule.FiringNow),
            rule.Last is { } last ? Times.Cell(last) : null, rule.LastAlert,
            Number(rule.Verdicts.Useful), Number(rule.Verdicts.Noise), Number(rule.Verdicts.NeedsRunbook),
        ];
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Word(bool isSo) => isSo ? "yes" : "no";
}
