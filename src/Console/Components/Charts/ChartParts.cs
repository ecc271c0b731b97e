using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Components.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points by time; a gap is a missing point or one that is no number.</param>
/// <param name="IsDashed">Whether it is dashed whatever its place: a comparison, a forecast.</param>
public sealed record ChartLine(string Name, IReadOnlyList<Point> Points, bool IsDashed = false);

/// <summary>A level that matters, drawn across the chart.</summary>
/// <param name="Value">The level, in the chart's unit.</param>
/// <param name="Label">What it means: <c>limit 90%</c>.</param>
/// <param name="Severity">How bad it is to cross it; null when it is no trouble.</param>
public sealed record ChartThreshold(double Value, string Label, Severity? Severity = null);

/// <summary>What happened at a time on the axis.</summary>
public enum ChartMarkKind
{
    /// <summary>An alert fired.</summary>
    Alert,

    /// <summary>A guarded action ran.</summary>
    Action,

    /// <summary>A silence held.</summary>
    Silence,

    /// <summary>A maintenance window was open.</summary>
    Maintenance,

    /// <summary>Something a person wrote down.</summary>
    Note,

    /// <summary>An incident went on.</summary>
    Incident,
}

/// <summary>Something that happened, on the time axis.</summary>
/// <param name="At">When it began.</param>
/// <param name="Until">When it ended; null for a moment.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">It in words; text from outside is fine, it is encoded.</param>
/// <param name="Href">Where more of it is, within the console; null for nowhere.</param>
/// <param name="Severity">How bad; null when it is no alert.</param>
public sealed record ChartMark(DateTimeOffset At, DateTimeOffset? Until, ChartMarkKind Kind, string Text, string? Href = null, Severity? Severity = null);

/// <summary>A filled strip between two lines: what a forecast holds for likely.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Upper">Its upper edge by time.</param>
/// <param name="Lower">Its lower edge by time.</param>
public sealed record ChartBand(string Name, IReadOnlyList<Point> Upper, IReadOnlyList<Point> Lower);
