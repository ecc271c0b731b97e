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
public sealed record PanelData(string System, PanelProfile Profile, DateTimeOffset From, DateTimeOffset To, ImmutableArray<PanelLine> Lines, string? Problem);

/// <summary>All charts.</summary>
/// <param name="Panels">One entry a panel, in the profiles' order.</param>
public sealed record PanelBoard(ImmutableArray<PanelData> Panels)
{
    /// <summary>The charts of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<PanelData> Of(string system) => Panels.Where(panel => panel.System == system);
}
