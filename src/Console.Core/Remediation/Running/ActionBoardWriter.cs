using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Shows the runs of all replicas on the live state: what the store says, as soon as it says so.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The runs.</param>
/// <param name="live">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionBoardWriter(Database database, ActionStore store, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RunsOfLate = TimeSpan.FromHours(24);
    private static readonly TimeSpan ReviewsOfLate = TimeSpan.FromDays(7);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<ActionBoard> pen = new(live.Actions, clock);

    // A run that did not change since is not read again: its plan is long, and most of them are over.
    private Dictionary<string, (long Version, ActionRun Run)> known = new(StringComparer.Ordinal);
    private ActionBoard shown = ActionBoard.Empty;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(ActionStore.Topic, stoppingToken)], LookAsync, stoppingToken);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var board = await ReadAsync(cancellation).ConfigureAwait(false);
            var isNew = !Same(board, shown) || live.Actions.Current.Value is null;
            pen.Write(shown = isNew ? board : shown, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    private static bool Same(ActionBoard one, ActionBoard other) => one.Runs.AsEnumerable().SequenceEqual(other.Runs, ReferenceEqualityComparer.Instance)
        && one.Freezes.SequenceEqual(other.Freezes)
        && one.Reviews.Select(review => (review.Id, review.ClosedAt)).SequenceEqual(other.Reviews.Select(review => (review.Id, review.ClosedAt)));

    private async Task<ActionBoard> ReadAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var versions = await store.VersionsAsync(now - RunsOfLate, cancellation).ConfigureAwait(false);
        var changed = versions.Where(one => !known.TryGetValue(one.Id, out var was) || was.Version != one.Version).Select(one => one.Id).ToList();
        var loaded = (await store.LoadAsync(changed, cancellation).ConfigureAwait(false)).ToDictionary(run => run.Id, run => run.Run, StringComparer.Ordinal);
        known = versions.Where(one => loaded.ContainsKey(one.Id) || known.ContainsKey(one.Id))
            .ToDictionary(one => one.Id, one => loaded.TryGetValue(one.Id, out var fresh) ? (one.Version, fresh) : known[one.Id], StringComparer.Ordinal);
        var freezes = await database.ReadAsync(
            connection => FreezeRows.ReadAsync(connection, "WHERE ended_at IS NULL AND ends_at > @now ORDER BY begins_at, id", new { now = StoredTime.Of(now) }, cancellation), cancellation).ConfigureAwait(false);
        var reviews = await Reviewing.ReadAsync(database, now - ReviewsOfLate, cancellation).ConfigureAwait(false);
        return new ActionBoard([.. versions.Where(one => known.ContainsKey(one.Id)).Select(one => known[one.Id].Run)], freezes, reviews);
    }
}
