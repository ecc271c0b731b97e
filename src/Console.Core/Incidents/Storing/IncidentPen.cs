using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Writes incidents: each version with its event, in a transaction of somebody else's.</summary>
internal static class IncidentPen
{
    private static readonly ImmutableSortedDictionary<string, IncidentTouch> Untouched = ImmutableSortedDictionary.Create<string, IncidentTouch>(StringComparer.Ordinal);

    /// <summary>Makes one.</summary>
    public static async Task<StoredIncident> InsertAsync(StoreWork work, Incident incident, IncidentEvent opened, CancellationToken cancellation)
    {
        var stored = new StoredIncident(incident with { Version = 1, ChangedAt = opened.WrittenAt }, Untouched);
        await work.ExecuteAsync(
            "INSERT INTO incidents (id, version, state, opened_at, changed_at, body) VALUES (@Id, @Version, @State, @OpenedAt, @ChangedAt, @Body)", RowOf(stored), cancellation).ConfigureAwait(false);
        await IndexAsync(work, null, stored.Incident, cancellation).ConfigureAwait(false);
        await AddAsync(work, incident.Id, opened, cancellation).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Makes a version.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="was">What is there, held.</param>
    /// <param name="change">What is made new.</param>
    /// <param name="turn">Who, and when.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why not; null when it is done.</returns>
    public static async Task<Problem?> StoreAsync(StoreWork work, StoredIncident was, IncidentChange change, IncidentTurn turn, CancellationToken cancellation)
    {
        if (was.Incident.Version >= IncidentLimits.Events && change.Kind is not (IncidentEventKind.Closed or IncidentEventKind.Merged))
        {
            return new Problem("id", $"{IncidentLimits.Events} things happened on this incident already: close it, and open another");
        }

        var version = was.Incident.Version + 1;
        var now = new StoredIncident(
            change.Now with { Version = version, ChangedAt = turn.At },
            change.Side is { } side ? was.Touched.SetItem(side, new IncidentTouch(version, turn.By, turn.At, change.Says)) : was.Touched);
        await work.ExecuteAsync(
            """
            UPDATE incidents SET version = @Version, state = @State, changed_at = @ChangedAt, ended_at = @EndedAt, verdict = @Verdict, body = @Body,
                over_at = CASE WHEN EXISTS (SELECT 1 FROM review_items WHERE incident = @Id AND closed_at IS NULL) THEN NULL ELSE @EndedAt END
            WHERE id = @Id
            """,
            RowOf(now), cancellation).ConfigureAwait(false);
        await IndexAsync(work, was.Incident, now.Incident, cancellation).ConfigureAwait(false);
        await AddAsync(
            work, was.Incident.Id, new IncidentEvent(version, change.At ?? turn.At, turn.By, change.Kind, change.Says) { WrittenAt = turn.At, Text = change.Text, Note = change.Note }, cancellation).ConfigureAwait(false);
        return null;
    }

    private static object RowOf(StoredIncident stored) => new
    {
        stored.Incident.Id,
        stored.Incident.Version,
        State = stored.Incident.State.ToString(),
        OpenedAt = StoredTime.Of(stored.Incident.OpenedAt),
        ChangedAt = StoredTime.Of(stored.Incident.ChangedAt),
        EndedAt = stored.Incident.EndedAt is { } at ? StoredTime.Of(at) : (long?)null,
        Verdict = stored.Incident.Verdict?.ToString(),
        Body = JsonSerializer.Serialize(stored, IncidentJson.Default.StoredIncident),
    };

    private static Task<int> AddAsync(StoreWork work, string id, IncidentEvent happened, CancellationToken cancellation)
    {
        work.Tell(IncidentStore.Topic, id);
        return work.ExecuteAsync(
            "INSERT INTO incident_events (incident, number, at, written_at, kind, body) VALUES (@id, @Number, @at, @writtenAt, @kind, @body)",
            new
            {
                id,
                happened.Number,
                at = StoredTime.Of(happened.At),
                writtenAt = StoredTime.Of(happened.WrittenAt),
                kind = happened.Kind.ToString(),
                body = JsonSerializer.Serialize(new IncidentEventBody(happened.By, happened.Says, happened.Text, happened.Note), IncidentJson.Default.IncidentEventBody),
            },
            cancellation);
    }

    /// <summary>Keeps what incidents are found by as the incident itself says.</summary>
    private static async Task IndexAsync(StoreWork work, Incident? was, Incident now, CancellationToken cancellation)
    {
        var systems = was?.Systems ?? [];
        foreach (var system in systems.Except(now.Systems, StringComparer.Ordinal))
        {
            await work.ExecuteAsync("DELETE FROM incident_systems WHERE incident = @Id AND system = @system", new { now.Id, system }, cancellation).ConfigureAwait(false);
        }

        foreach (var system in now.Systems.Except(systems, StringComparer.Ordinal))
        {
            await work.ExecuteAsync("INSERT INTO incident_systems (system, incident) VALUES (@system, @Id) ON CONFLICT DO NOTHING", new { now.Id, system }, cancellation).ConfigureAwait(false);
        }

        var links = (was?.Links ?? []).Select(link => (link.Kind, link.Id)).ToHashSet();
        foreach (var link in now.Links.Where(link => !links.Remove((link.Kind, link.Id))))
        {
            await work.ExecuteAsync(
                "INSERT INTO incident_links (kind, target, incident) VALUES (@kind, @target, @Id) ON CONFLICT DO NOTHING", new { kind = link.Kind.ToString(), target = link.Id, now.Id }, cancellation).ConfigureAwait(false);
        }

        foreach (var (kind, target) in links)
        {
            await work.ExecuteAsync("DELETE FROM incident_links WHERE kind = @kind AND target = @target AND incident = @Id", new { kind = kind.ToString(), target, now.Id }, cancellation).ConfigureAwait(false);
        }
    }
}
