using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Silences;

/// <summary>
/// The one filter language over silences: a silence is read like an alert whose labels are what its matchers ask for, and
/// <c>author</c>, <c>comment</c>, <c>id</c> and <c>source</c>; its age begins where it does.
/// </summary>
public static class SilenceFilter
{
    /// <summary>Whether a silence satisfies every term of a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="seen">The silence.</param>
    /// <param name="now">The time its age is taken at.</param>
    public static bool Fits(AlertFilter filter, SeenSilence seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(seen);
        return filter.IsEmpty || filter.Matches(AsAlert(seen), now);
    }

    private static Alert AsAlert(SeenSilence seen)
    {
        var silence = seen.Silence;

        // What a silence asks for stands before what it is said to be; a label that is asked for twice is found by the value that must be.
        var labels = silence.Matchers.OrderBy(matcher => matcher.Kind).Select(matcher => KeyValuePair.Create(matcher.Label, matcher.Value))
            .Concat([new("author", silence.CreatedBy), new("comment", silence.Comment), new("id", silence.Id), new("source", string.Join(' ', seen.Origins))])
            .DistinctBy(label => label.Key);
        var words = string.Join(' ', silence.Matchers.Select(matcher => matcher.ToString()).Concat(silence.Unjudged).Concat([silence.CreatedBy, silence.Comment]));
        return new Alert(silence.Id, LabelSet.Of(labels), LabelSet.Of(("summary", words)),
            silence.State is SilenceState.Pending ? AlertState.Pending : AlertState.Firing, silence.StartsAt)
        {
            System = seen.Systems.FirstOrDefault(),
        };
    }
}
