using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;

namespace OpsConsole.Incidents;

/// <summary>Silences that belong to incidents. Alertmanager forgets them after a while: what was known when one was linked is told then.</summary>
/// <param name="live">The silences of now.</param>
/// <param name="clock">The time.</param>
internal sealed class LinkedSilences(LiveState live, TimeProvider clock) : ILinkable
{
    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Silence;

    /// <summary>A silence as it belongs to an incident.</summary>
    public static IncidentLink LinkOf(SeenSilence seen)
    {
        var silence = seen.Silence;
        var matchers = silence.Unjudged.IsEmpty ? MatcherList.Write(silence.Matchers) : string.Join(", ", silence.Matchers.Select(matcher => matcher.ToString()).Concat(silence.Unjudged));
        return new IncidentLink(LinkKind.Silence, silence.Id, matchers, silence.StartsAt) { Until = silence.EndsAt, Whose = silence.CreatedBy, System = seen.Systems is [var only] ? only : null };
    }

    /// <inheritdoc/>
    public Task<IncidentLink?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(live.Silences.Current.Value?.Find(id) is { } seen ? LinkOf(seen) : null);

    /// <inheritdoc/>
    public Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation)
    {
        var seen = live.Silences.Current.Value?.Find(link.Id)?.Silence;
        var until = seen?.EndsAt ?? link.Until;
        var entries = new List<TimelineEntry>
        {
            new(link.Since, TimelineKind.Silence, $"a silence began: {link.Title}{(link.Whose.Length == 0 ? string.Empty : $", by {link.Whose}")}") { Text = seen?.Comment ?? string.Empty, Link = link },
        };
        if (until is { } end && end <= clock.GetUtcNow())
        {
            entries.Add(new TimelineEntry(end, TimelineKind.Silence, $"a silence ended: {link.Title}") { Link = link, IsExact = seen is not null });
        }

        return Task.FromResult(new Told([.. entries.Where(entry => span.Holds(entry.At))]));
    }
}
