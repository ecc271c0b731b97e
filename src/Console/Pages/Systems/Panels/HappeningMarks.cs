using System.Collections.Immutable;
using OpsConsole.Components.Charts;
using OpsConsole.Panels;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>What happened to a system, as marks on its charts.</summary>
internal static class HappeningMarks
{
    // In twenty charts each; more lines than this hide what they stand beside. The list below the range has all.
    private const int Most = 40;

    /// <summary>The marks of the newest.</summary>
    /// <param name="happenings">What happened.</param>
    /// <param name="to">The end of the range: what goes on goes on to there.</param>
    public static ImmutableArray<ChartMark> Of(Happenings happenings, DateTimeOffset to) => [.. happenings.All.TakeLast(Most).Select(one => Of(one, to))];

    /// <summary>Where more of it is.</summary>
    /// <param name="one">What happened.</param>
    public static string Href(Happening one) => one.Kind switch
    {
        HappeningKind.Alert => $"alerts/{Uri.EscapeDataString(one.Id)}",
        HappeningKind.Action => $"actions/{Uri.EscapeDataString(one.Id)}",
        HappeningKind.Silence => $"silences?open={Uri.EscapeDataString(one.Id)}",
        HappeningKind.Incident => $"incidents/{Uri.EscapeDataString(one.Id)}",
        _ => $"maintenance/{Uri.EscapeDataString(one.Id)}",
    };

    /// <summary>The symbol for a kind.</summary>
    /// <param name="one">What happened.</param>
    public static string Symbol(Happening one) => ChartMarkDot.Symbol(Of(one, one.At));

    private static ChartMark Of(Happening one, DateTimeOffset to) =>
        new(one.At, one.GoesOn ? to : one.Until, Kind(one.Kind), one.Text, Href(one), one.Severity);

    private static ChartMarkKind Kind(HappeningKind kind) => kind switch
    {
        HappeningKind.Alert => ChartMarkKind.Alert,
        HappeningKind.Action => ChartMarkKind.Action,
        HappeningKind.Silence => ChartMarkKind.Silence,
        HappeningKind.Incident => ChartMarkKind.Incident,
        _ => ChartMarkKind.Maintenance,
    };
}
