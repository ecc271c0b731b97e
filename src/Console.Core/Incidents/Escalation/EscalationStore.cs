using System.Collections.Immutable;
using System.Data.Common;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>An escalation with all that was told of it.</summary>
/// <param name="It">The escalation.</param>
/// <param name="Notices">Its notices, oldest first.</param>
public sealed record EscalationStory(Escalation It, ImmutableArray<EscalationNotice> Notices);

/// <summary>Reads escalations and their notices.</summary>
/// <param name="database">The database.</param>
internal sealed class EscalationStore(Database database)
{
    /// <summary>What is told when an escalation or a notice changed; the payload is the escalation's id.</summary>
    public const string Topic = "escalations";

    private const int Most = 200;

    /// <summary>All that go on, and those that are over but not everybody heard so.</summary>
    public Task<ImmutableArray<EscalationStory>> OpenAsync(CancellationToken cancellation) => StoriesAsync(
        "WHERE ended_at IS NULL OR id IN (SELECT escalation FROM escalation_notices WHERE state = 'Intended') ORDER BY id", null, cancellation);

    /// <summary>The newest of them, newest first.</summary>
    public Task<ImmutableArray<EscalationStory>> NewestAsync(int size, CancellationToken cancellation) =>
        StoriesAsync("ORDER BY id DESC LIMIT @size", new { size = Math.Clamp(size, 1, Most) }, cancellation);

    /// <summary>One by its id; null when there is none.</summary>
    public async Task<EscalationStory?> FindAsync(string id, CancellationToken cancellation) => (await StoriesAsync("WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Those that some alerts ever belonged to, newest first.</summary>
    /// <param name="fingerprints">The alerts.</param>
    /// <param name="since">Only those that went on then or began later.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<ImmutableArray<EscalationStory>> OfAlertsAsync(IReadOnlyCollection<string> fingerprints, DateTimeOffset since, CancellationToken cancellation) => fingerprints.Count == 0
        ? Task.FromResult(ImmutableArray<EscalationStory>.Empty)
        : StoriesAsync(
            connection => $"WHERE id IN (SELECT escalation FROM escalation_alerts WHERE {ActionRows.Among("alert", connection)}) AND (ended_at IS NULL OR ended_at >= @since) ORDER BY id DESC LIMIT {Most}",
            new { ids = fingerprints.ToArray(), since = StoredTime.Of(since) }, cancellation);

    /// <summary>The one of a matter that goes on; null when none does.</summary>
    public async Task<EscalationStory?> OfMatterAsync(string key, CancellationToken cancellation) =>
        (await StoriesAsync("WHERE matter = @key AND ended_at IS NULL", new { key }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Tells the ids of those that changed.</summary>
    public IAsyncEnumerable<string> FollowAsync(CancellationToken cancellation) => database.News.FollowAsync(Topic, cancellation);

    private Task<ImmutableArray<EscalationStory>> StoriesAsync(string rest, object? values, CancellationToken cancellation) => StoriesAsync(_ => rest, values, cancellation);

    private Task<ImmutableArray<EscalationStory>> StoriesAsync(Func<DbConnection, string> rest, object? values, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<EscalationStory>>(
        async connection =>
        {
            var found = await EscalationRows.ReadAsync(connection, rest(connection), values, cancellation).ConfigureAwait(false);
            var notices = found.IsEmpty ? [] : await NoticeRows.ReadAsync(
                connection, $"WHERE {ActionRows.Among("escalation", connection)}", new { ids = found.Select(it => it.Id).ToArray() }, cancellation).ConfigureAwait(false);
            var byEscalation = notices.ToLookup(one => one.Escalation, StringComparer.Ordinal);
            return [.. found.Select(it => new EscalationStory(it, [.. byEscalation[it.Id]]))];
        },
        cancellation);
}
