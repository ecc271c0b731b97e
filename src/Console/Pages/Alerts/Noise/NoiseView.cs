using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Runbooks;

namespace OpsConsole.Pages.Alerts.Noise;

/// <summary>One line of the noise view.</summary>
/// <param name="Rule">What the rule did.</param>
/// <param name="HasRunbook">Whether it has a runbook.</param>
internal sealed record NoiseLine(NoiseRule Rule, bool HasRunbook);

/// <summary>Which rules are shown, in which order: as the address says.</summary>
/// <param name="Days">How far back.</param>
/// <param name="Sort">One of <see cref="Sorts"/>.</param>
/// <param name="Show">One of <see cref="Shows"/>.</param>
internal sealed record NoiseView(int Days, string Sort, string Show)
{
    /// <summary>What can be sorted by, with its order.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<NoiseLine>, IOrderedEnumerable<NoiseLine>>> Orders = new(StringComparer.Ordinal)
    {
        ["firings"] = lines => lines.OrderByDescending(line => line.Rule.Firings),
        ["median"] = lines => lines.OrderByDescending(line => line.Rule.Median ?? TimeSpan.MinValue),
        ["total"] = lines => lines.OrderByDescending(line => line.Rule.Total),
        ["night"] = lines => lines.OrderByDescending(line => line.Rule.AtNight),
        ["silenced"] = lines => lines.OrderByDescending(line => line.Rule.SilencedShare),
        ["verdict"] = lines => lines.OrderByDescending(line => line.Rule.Verdicts.Noise).ThenByDescending(line => line.Rule.Verdicts.NeedsRunbook).ThenByDescending(line => line.Rule.Verdicts.Useful),
        ["hour"] = lines => lines.OrderByDescending(line => line.Rule.MostInAnHour),
        ["last"] = lines => lines.OrderByDescending(line => line.Rule.Last ?? DateTimeOffset.MinValue),
        ["rule"] = lines => lines.OrderBy(line => line.Rule.Name, StringComparer.Ordinal),
        ["system"] = lines => lines.OrderBy(line => line.Rule.System is null).ThenBy(line => line.Rule.System, StringComparer.Ordinal),
    };

    private static readonly Dictionary<string, Func<NoiseLine, bool>> Which = new(StringComparer.Ordinal)
    {
        ["all"] = _ => true,
        ["flapping"] = line => line.Rule.IsFlapping,
        ["silenced"] = line => line.Rule.IsAlwaysSilenced,
        ["untouched"] = line => line.Rule.IsNeverActedUpon,
        ["no-runbook"] = line => !line.HasRunbook,
        ["called-noise"] = line => line.Rule.Verdicts.Noise > 0,
    };

    /// <summary>The parts that can be shown, with their words.</summary>
    public static IReadOnlyList<(string Show, string Words)> Shows { get; } =
        [("all", "All"), ("flapping", "Flapping"), ("silenced", "Always silenced"), ("untouched", "Never acted upon"), ("no-runbook", "Without runbook"), ("called-noise", "Called noise")];

    /// <summary>The columns that sort, with their words.</summary>
    public static IReadOnlyList<(string Sort, string Words)> Sorts { get; } =
    [
        ("rule", "Rule"), ("system", "System"), ("firings", "Firings"), ("median", "Median"), ("total", "Total"), ("night", "At night"), ("hour", "In an hour"), ("silenced", "Silenced"), ("verdict", "Verdicts"), ("last", "Last"),
    ];

    /// <summary>Reads an address; what it does not know is as usual.</summary>
    public static NoiseView Of(int? days, string? sort, string? show) => new(
        NoiseDesk.Periods.Contains(days ?? 0) ? days!.Value : 30, sort is not null && Orders.ContainsKey(sort) ? sort : "firings", show is not null && Which.ContainsKey(show) ? show : "all");

    /// <summary>Its address.</summary>
    /// <param name="file">The page, or the file of the same lines.</param>
    public string Address(string file = "alerts/noise") => $"{file}?days={Days.ToString(CultureInfo.InvariantCulture)}&sort={Sort}&show={Show}";

    /// <summary>All lines of a report but those of dead man's switches: an alert that is meant to fire is no noise.</summary>
    /// <param name="report">The report.</param>
    /// <param name="live">Where rules and systems are known.</param>
    /// <param name="runbooks">The runbooks.</param>
    public static IReadOnlyList<NoiseLine> Lines(NoiseReport report, LiveState live, RunbookLibrary runbooks)
    {
        var covered = (live.Sources.Current.Value?.Coverage ?? []).GroupBy(rule => (rule.System, rule.Alert)).ToDictionary(rules => rules.Key, rules => rules.Any(rule => rule.File is not null));
        var switches = (live.DeadMansSwitches.Current.Value?.Switches ?? []).SelectMany(seen => seen.Switch.Matchers).Where(matcher => matcher is { Label: "alertname", Kind: MatchKind.Equal or MatchKind.Regex }).ToList();
        return
        [
            .. report.Rules.Where(rule => !switches.Any(matcher => matcher.Matches(rule.Name))).Select(rule => new NoiseLine(rule, covered.TryGetValue((rule.System, rule.Name), out var has) ? has
                : rule.System is not { } id ? runbooks.Shelf.ForNobodys(rule.Name) is not null
                : live.Systems.Current.Value?.Find(id) is { } system && runbooks.Shelf.For(system.Profile, rule.Name, string.Empty) is not null)),
        ];
    }

    /// <summary>Those that are shown, in their order.</summary>
    /// <param name="lines">All lines.</param>
    public IReadOnlyList<NoiseLine> Of(IReadOnlyList<NoiseLine> lines) =>
        [.. Orders[Sort](lines.Where(Which[Show])).ThenByDescending(line => line.Rule.Firings).ThenByDescending(line => line.Rule.Total).ThenBy(line => line.Rule.Name, StringComparer.Ordinal)];

    /// <summary>How many lines one of <see cref="Shows"/> has.</summary>
    public static int Count(IReadOnlyList<NoiseLine> lines, string show) => lines.Count(Which[show]);
}
