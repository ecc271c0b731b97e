using AngleSharp.Dom;
using OpsConsole.Components.Charts;
using OpsConsole.Metrics;
using OpsConsole.Tests.Components.Remediation;

namespace OpsConsole.Tests.Components.Charts;

/// <summary>Charts that tests draw.</summary>
internal static class SomeChart
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly (DateTimeOffset From, DateTimeOffset To) Hour = (Noon, Noon.AddHours(1));

    /// <summary>A point a minute.</summary>
    public static List<Point> Every(params double[] values) => [.. values.Select((value, index) => new Point(Noon.AddMinutes(index), value))];

    public static Task<IElement> DrawAsync(IReadOnlyList<ChartLine> lines, params (string Name, object? Value)[] more) => Drawn.OfAsync<TimeChart>(
        [("Lines", lines), ("Range", Hour), .. more, .. more.Any(it => it.Name == "Label") ? [] : new (string, object?)[] { ("Label", "A story") }]);
}
