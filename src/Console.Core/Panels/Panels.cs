using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>One line of a chart with its data.</summary>
/// <param name="Legend">Its name.</param>
/// <param name="Points">Its points; a gap is a missing point.</param>
public sealed record PanelLine(string Legend, ImmutableArray<Point> Points)
{
    /// <summary>The newest value; null when there is none.</summary>
    public double? Last => Points.IsDefaultOrEmpty ? null : Points[^1].Value;
}

/// <summary>A chart with its data.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Profile">What was asked.</param>
/// <param name="From">Begin of the range.</param>
/// <param name="To">End of the range.</param>
/// <param name="Lines">Its lines, the largest last values first.</param>
/// <param name="Problem">Why there is no data; null otherwise.</param>
public sealed record PanelData(string System, PanelProfile Profile, DateTimeOffset From, DateTimeOffset To, ImmutableArray<PanelLine> Lines, string? Problem)
{
    /// <summary>How far apart the points were asked for; zero before they were.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>How many series there are, those that are not drawn too.</summary>
    public int Series { get; init; }

    /// <summary>Whether the source gave no answer at all, as against one that refused or has nothing: the lines, if any, are of before.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What the source said beside its answer, in its own words.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>All charts.</summary>
/// <param name="Panels">One entry a panel, in the profiles' order.</param>
public sealed record PanelBoard(ImmutableArray<PanelData> Panels)
{
    /// <summary>The charts of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<PanelData> Of(string system) => Panels.Where(panel => panel.System == system);
}
