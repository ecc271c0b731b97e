using System.Globalization;

namespace OpsConsole.Benchmarks;

/// <summary>One opening of the page in a browser.</summary>
/// <param name="RowVisible">Milliseconds from the begin of the navigation until the first alert stands on the screen.</param>
/// <param name="Usable">Until a click is answered.</param>
/// <param name="Bytes">What came over the wire until then.</param>
internal sealed record Visit(double RowVisible, double Usable, double Bytes);

/// <summary>What was measured of one number of alerts.</summary>
internal sealed class FirstPages
{
    public List<(double Milliseconds, double Bytes)> Json { get; } = [];

    public List<(double Milliseconds, double Bytes)> Html { get; } = [];

    public List<double> Bare { get; } = [];

    public List<Visit> Cold { get; } = [];

    public List<Visit> Warm { get; } = [];

    public IEnumerable<string> Times()
    {
        var (json, html) = (Figures.Of(Json.Select(fetch => fetch.Milliseconds)), Figures.Of(Html.Select(fetch => fetch.Milliseconds)));
        var warm = Figures.Of(Warm.Select(visit => visit.Usable));
        return [json.ToString(), html.ToString(), Ratio(html, json), Figures.Of(Cold.Select(visit => visit.RowVisible)).ToString(),
            Figures.Of(Cold.Select(visit => visit.Usable)).ToString(), warm.ToString(), Ratio(warm, json), Figures.Of(Bare).ToString()];
    }

    /// <summary>The budget: half the time of fetching the alerts as JSON, for the page as it is served and until a click on it is answered.</summary>
    public void Budget(string alerts)
    {
        var json = Figures.Of(Json.Select(fetch => fetch.Milliseconds)).Median;
        var beside = $"their JSON: {Figures.Show(json)} ms";
        Budgets.AddTime($"{alerts} alerts: page served, median", Figures.Of(Html.Select(fetch => fetch.Milliseconds)).Median, beside, json / 2);
        Budgets.AddTime($"{alerts} alerts: page usable in Chromium, warm, median", Figures.Of(Warm.Select(visit => visit.Usable)).Median, beside, json / 2);
    }

    public IEnumerable<string> Sizes() =>
        [Kilobytes(Json.Select(fetch => fetch.Bytes)), Kilobytes(Html.Select(fetch => fetch.Bytes)),
         Kilobytes(Cold.Select(visit => visit.Bytes)), Kilobytes(Warm.Select(visit => visit.Bytes))];

    private static string Ratio(Figures one, Figures other) => (one.Median / other.Median).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Kilobytes(IEnumerable<double> bytes) => (Figures.Of(bytes).Median / 1024).ToString("N0", CultureInfo.InvariantCulture);
}
