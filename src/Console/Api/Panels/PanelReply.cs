using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Panels;

namespace OpsConsole.Api;

/// <summary>A system's charts over a range.</summary>
/// <param name="System">The system's id.</param>
/// <param name="From">The first point's time.</param>
/// <param name="To">The last point's time.</param>
/// <param name="StepSeconds">How far apart points are.</param>
/// <param name="Panels">The charts, in the profile's order.</param>
/// <param name="Happenings">What happened in the range, oldest first.</param>
internal sealed record PanelsReply(
    string System, DateTimeOffset From, DateTimeOffset To, double StepSeconds, ImmutableArray<PanelReply> Panels, ImmutableArray<HappeningReply> Happenings);

/// <summary>One chart.</summary>
/// <param name="Dashboard">Its group; empty for none.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">The values' unit.</param>
/// <param name="Limit">What should not be crossed; null for none.</param>
/// <param name="Floor">What should not be fallen below; null for none.</param>
/// <param name="Problem">Why there is nothing, or not all; null otherwise.</param>
/// <param name="Series">How many series there are, those left out too.</param>
/// <param name="Warnings">What the source said beside its answer.</param>
/// <param name="Lines">The lines, the largest last values first.</param>
internal sealed record PanelReply(
    string Dashboard, string Title, string Unit, double? Limit, double? Floor, string? Problem, int Series, ImmutableArray<string> Warnings, ImmutableArray<PanelLineReply> Lines)
{
    public static PanelReply Of(PanelData panel) => new(
        panel.Profile.Dashboard, panel.Profile.Title, panel.Profile.Unit, panel.Profile.Limit, panel.Profile.Floor, panel.Problem, panel.Series, panel.Warnings,
        [.. panel.Lines.Select(line => new PanelLineReply(line.Legend, [.. line.Points.Select(point => new[] { point.At.ToUnixTimeMilliseconds() / 1000.0, point.Value })]))]);
}

/// <summary>One line.</summary>
/// <param name="Legend">Its name.</param>
/// <param name="Points">Pairs of time (seconds since 1970) and value; a gap is a missing pair.</param>
internal sealed record PanelLineReply(string Legend, ImmutableArray<double[]> Points);

/// <summary>Something that happened.</summary>
/// <param name="Kind"><c>alert</c>, <c>action</c>, <c>silence</c>, <c>maintenance</c> or <c>incident</c>.</param>
/// <param name="At">When it began.</param>
/// <param name="Until">When it ended; null for a moment, and for what goes on.</param>
/// <param name="GoesOn">Whether it goes on.</param>
/// <param name="Text">It in words.</param>
/// <param name="Id">The alert's fingerprint; the run's, the silence's, the window's or the incident's id.</param>
/// <param name="Severity">How bad an alert was; null for the others.</param>
internal sealed record HappeningReply(string Kind, DateTimeOffset At, DateTimeOffset? Until, bool GoesOn, string Text, string Id, string? Severity)
{
    public static HappeningReply Of(Happening one) => new(ApiWords.Of(one.Kind), one.At, one.Until, one.GoesOn, one.Text, one.Id, one.Severity?.Label());
}
