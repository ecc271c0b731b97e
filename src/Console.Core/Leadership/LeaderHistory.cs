using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Leadership;

/// <summary>Who led in the last hours: from the gauges' history where we did not watch ourselves.</summary>
internal static class LeaderHistory
{
    /// <summary>Terms from the gauges' history. Each evaluation stands for the step that begins with it.</summary>
    /// <param name="byPod">The gauge of each candidate.</param>
    /// <param name="alive">Series that exist whenever the source had any data: without them, absent gauges tell nothing.</param>
    /// <param name="from">The first evaluation.</param>
    /// <param name="to">The last evaluation.</param>
    /// <param name="step">Time between two.</param>
    public static ImmutableArray<LeaderTerm> FromGauges(
        ImmutableArray<Series> byPod, ImmutableArray<Series> alive, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var told = alive.Concat(byPod).SelectMany(series => series.Points).Select(point => point.At).ToHashSet();
        var leading = byPod
            .SelectMany(series => series.Points.Where(point => point.Value > 0.5).Select(point => (point.At, Pod: Candidate.Of(series.Labels))))
            .ToLookup(it => it.At, it => it.Pod);
        var terms = ImmutableArray.CreateBuilder<LeaderTerm>();
        string? before = null;
        for (var at = from; at <= to; at += step)
        {
            // While two lead, the term stays with the one who led before: a hand-over must not look like two.
            before = leading[at].Contains(before) ? before : leading[at].Order(StringComparer.Ordinal).FirstOrDefault();
            Append(terms, new LeaderTerm(at, at + step, before, told.Contains(at)));
        }

        return terms.ToImmutable();
    }

    /// <summary>Lays what was watched over what the gauges told: where the watch knew, it is right to the second.</summary>
    /// <param name="under">Terms from the gauges, oldest first.</param>
    /// <param name="over">Terms from the watch, oldest first.</param>
    /// <param name="from">Begin of the history.</param>
    /// <param name="to">End of the history.</param>
    public static ImmutableArray<LeaderTerm> Merge(
        ImmutableArray<LeaderTerm> under, ImmutableArray<LeaderTerm> over, DateTimeOffset from, DateTimeOffset to)
    {
        var edges = under.Concat(over).SelectMany(term => new[] { term.From, term.To }).Append(from).Append(to)
            .Where(edge => from <= edge && edge <= to).Distinct().Order().ToArray();
        var terms = ImmutableArray.CreateBuilder<LeaderTerm>();
        for (int i = 1, below = 0, above = 0; i < edges.Length; i++)
        {
            var term = At(over, edges[i - 1], ref above) is { Known: true } seen ? seen : At(under, edges[i - 1], ref below);
            Append(terms, new LeaderTerm(edges[i - 1], edges[i], term?.Holder, term?.Known is true));
        }

        return terms.ToImmutable();
    }

    /// <summary>Adds a term; one that goes on like the last lengthens it.</summary>
    /// <param name="terms">The terms, oldest first.</param>
    /// <param name="next">The next term.</param>
    public static void Append(ImmutableArray<LeaderTerm>.Builder terms, LeaderTerm next)
    {
        if (next.To <= next.From)
        {
            return;
        }

        if (terms.Count > 0 && terms[^1] is var last && last.To == next.From && last.Holder == next.Holder && last.Known == next.Known)
        {
            terms[^1] = last with { To = next.To };
        }
        else
        {
            terms.Add(next);
        }
    }

    // Both lists are walked once: the edges only grow.
    private static LeaderTerm? At(ImmutableArray<LeaderTerm> terms, DateTimeOffset at, ref int place)
    {
        while (place < terms.Length && terms[place].To <= at)
        {
            place++;
        }

        return place < terms.Length && terms[place].From <= at ? terms[place] : null;
    }
}
