using System.Collections.Immutable;

namespace OpsConsole.Components.Charts;

/// <summary>Marks that stand so close that one place below the chart shows them all.</summary>
/// <param name="Place">Where, 0 to 100 from the left.</param>
/// <param name="Marks">The marks, the oldest first; never empty.</param>
public sealed record MarkPlace(double Place, ImmutableArray<ChartMark> Marks)
{
    /// <summary>All of them in words.</summary>
    public string Text => string.Join("\n", Marks.Take(Most).Select(mark => mark.Text)) + (Marks.Length > Most ? $"\nand {Marks.Length - Most} more" : string.Empty);

    private const int Most = 12;
}

/// <summary>Lays marks out along the axis of time.</summary>
internal static class ChartMarks
{
    // A finger's width on a phone: places closer than that can't be told apart, nor pressed apart.
    private const double Apart = 7;

    /// <summary>The places of the marks that a range touches.</summary>
    /// <param name="marks">The marks, in any order.</param>
    /// <param name="from">Begin of the range.</param>
    /// <param name="to">End of the range.</param>
    public static ImmutableArray<MarkPlace> Places(IEnumerable<ChartMark> marks, DateTimeOffset from, DateTimeOffset to)
    {
        var places = ImmutableArray.CreateBuilder<MarkPlace>();
        foreach (var mark in marks.Where(mark => Touches(mark, from, to)).OrderBy(mark => mark.At))
        {
            var place = Place(mark.At, from, to);
            if (places.Count > 0 && place - places[^1].Place < Apart)
            {
                places[^1] = places[^1] with { Marks = places[^1].Marks.Add(mark) };
            }
            else
            {
                places.Add(new MarkPlace(place, [mark]));
            }
        }

        return places.ToImmutable();
    }

    /// <summary>Whether any part of a mark lies in a range.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="from">Begin of the range.</param>
    /// <param name="to">End of the range.</param>
    public static bool Touches(ChartMark mark, DateTimeOffset from, DateTimeOffset to) => mark.At <= to && (mark.Until ?? mark.At) >= from;

    /// <summary>The place of a time, 0 to 100 from the left; what lies outside stands at the edge.</summary>
    /// <param name="at">The time.</param>
    /// <param name="from">Begin of the range.</param>
    /// <param name="to">End of the range.</param>
    public static double Place(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? 0 : Math.Clamp(100 * ((at - from) / (to - from)), 0, 100);
}
