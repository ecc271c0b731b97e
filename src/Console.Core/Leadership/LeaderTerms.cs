using System.Collections.Immutable;

namespace OpsConsole.Leadership;

/// <summary>The terms of one system: those we saw begin and end, over those that the gauges' history tells.</summary>
/// <param name="length">How far back they are kept.</param>
internal sealed class LeaderTerms(TimeSpan length)
{
    private ImmutableArray<LeaderTerm> watched = [];
    private ImmutableArray<LeaderTerm> told = [];

    /// <summary>Takes what the gauges' history tells.</summary>
    /// <param name="terms">Its terms.</param>
    public void Told(ImmutableArray<LeaderTerm> terms) => told = terms;

    /// <summary>Goes on until now with what was last judged, then with the new verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="now">The time.</param>
    public void Judged(LeaderVerdict verdict, DateTimeOffset now)
    {
        var holder = verdict.State is LeaderState.Nobody or LeaderState.LeaseMissing or LeaderState.Unknown ? null : verdict.Holder;
        var known = verdict.State is not LeaderState.Unknown;
        if (watched is [.., var last])
        {
            watched = watched.SetItem(watched.Length - 1, last with { To = now });
        }

        if (watched is not [.., var same] || same.Holder != holder || same.Known != known)
        {
            watched = [.. watched.Where(term => term.To > now - length), new LeaderTerm(now, now, holder, known)];
        }
    }

    /// <summary>All terms until now, oldest first.</summary>
    /// <param name="now">The time.</param>
    public ImmutableArray<LeaderTerm> Until(DateTimeOffset now) => LeaderHistory.Merge(told, watched, now - length, now);
}
