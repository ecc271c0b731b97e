using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Host;

/// <summary>Maintenance windows of which everything is known: one that runs, one that comes again and again, and one that could not be set up.</summary>
internal static class SomeWindows
{
    public const string Runs = "01jdsomewindowruns00";
    public const string Weekly = "01jdsomewindowweekly";
    public const string Troubled = "01jdsomewindowtroubl";

    /// <summary>The day of the weekly one: not today, whenever tests run.</summary>
    public static readonly string Day = DateTime.UtcNow.AddDays(3).DayOfWeek.ToString()[..3];

    /// <summary>When the weekly one comes.</summary>
    public static readonly string Cron = $"30 2 * * {Day.ToUpperInvariant()}";

    private static readonly WindowPerson Anna = new("anna", "Anna Ek");

    private static readonly SystemCatalog Catalog = new(
        [new(Known.Billing, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"), new(Known.Search, [Matcher.Parse("system=\"search\"").Value], "search.yaml")], []);

    /// <summary>Has them on the live state.</summary>
    public static void See(LiveState live)
    {
        var now = TimeProvider.System.GetUtcNow();
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var (paris, utc) = (ZoneClock.Find("Europe/Paris").Value, TimeZoneInfo.Utc);
        MaintenanceWindow[] windows =
        [
            Window(Runs, "Patching", "billing", WindowTimes.Once(minute.AddMinutes(-30), minute.AddMinutes(90), utc, now).Value, "OPS-7"),
            Window(Weekly, "Weekly reindex", "search", WindowTimes.Recurring(Cron, TimeSpan.FromHours(2), paris, now).Value, null, "alertname=~\"Search.*\""),
            Window(Troubled, "Switch <b>off</b>", "billing", WindowTimes.Once(minute.AddMinutes(-10), minute.AddMinutes(20), utc, now).Value, null),
        ];
        See(live, windows,
        [
            Run(windows[0], WindowRunState.Set, SomeSilences.EndsSoon),
            Run(windows[2], WindowRunState.Intended, null) with { Problem = "main: main refused the connection.", ProblemSince = minute.AddMinutes(-9) },
            new WindowRun(Weekly, minute.AddDays(-7), minute.AddDays(-7).AddHours(2), WindowRunState.Over) { Name = "Weekly reindex", Silences = Held(SomeSilences.Over), Matched = 3 },
            new WindowRun(Weekly, minute.AddDays(-14), minute.AddDays(-14).AddHours(2), WindowRunState.Missed) { Name = "Weekly reindex", Says = "no console ran at that time" },
        ]);
    }

    /// <summary>Has these on the live state.</summary>
    public static void See(LiveState live, IEnumerable<MaintenanceWindow> windows, IEnumerable<WindowRun> runs) =>
        live.Maintenance.Observed(MaintenanceBoard.Of([.. windows], [.. runs], [], Catalog, TimeProvider.System.GetUtcNow()));

    private static MaintenanceWindow Window(string id, string name, string system, WindowTimes times, string? ticket, params string[] matchers) => new(
        id, new WindowPlan(name, system, [.. matchers.Select(matcher => Matcher.Parse(matcher).Value)], times, "planned work") { Ticket = ticket }, Anna, DateTimeOffset.UnixEpoch);

    private static WindowRun Run(MaintenanceWindow window, WindowRunState state, string? silence) => new(window.Id, window.Plan.Times.From!.Value, window.Plan.Times.To!.Value, state)
    {
        Name = window.Plan.Name,
        Silences = silence is null ? ImmutableSortedDictionary<string, HeldSilence>.Empty : Held(silence),
    };

    private static ImmutableSortedDictionary<string, HeldSilence> Held(string silence) =>
        ImmutableSortedDictionary<string, HeldSilence>.Empty.Add("main", new HeldSilence(silence, "system=\"billing\""));
}
