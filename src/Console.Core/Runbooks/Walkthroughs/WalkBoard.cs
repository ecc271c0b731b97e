using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>The open walkthroughs, as all replicas know them now.</summary>
/// <param name="Walks">Newest first.</param>
public sealed record WalkBoard(ImmutableArray<OpenWalk> Walks)
{
    /// <summary>Nobody walks.</summary>
    public static WalkBoard Empty { get; } = new([]);

    /// <summary>Those for an alert, newest first.</summary>
    /// <param name="fingerprint">The alert.</param>
    public IEnumerable<OpenWalk> Of(string fingerprint) => Walks.Where(open => open.Walk.Alert == fingerprint);
}

/// <summary>An open walkthrough.</summary>
/// <param name="Walk">The walkthrough, without what was written on it.</param>
/// <param name="People">Who has it open now.</param>
public sealed record OpenWalk(WalkSummary Walk, ImmutableArray<Walker> People);

/// <summary>Shows the open walkthroughs on the live state: what the store says and who is there, as soon as either changes.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The walkthroughs.</param>
/// <param name="presence">Who is there.</param>
/// <param name="live">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class WalkBoardWriter(Database database, WalkStore store, WalkPresence presence, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<WalkBoard> pen = new(live.Walkthroughs, clock);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                loop.HearAsync(presence.FollowAllAsync(stoppingToken)),
                loop.FollowAsync([database.News.FollowAsync(WalkStore.Topic, stoppingToken)], LookAsync, stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var open = await store.OpenAsync(cancellation).ConfigureAwait(false);
            var shown = live.Walkthroughs.Current.Value;
            var board = new WalkBoard([.. open.Select(walk => new OpenWalk(walk, presence.People(walk.Id)))]);
            var isNew = shown is null || !Same(board, shown);
            pen.Write(isNew ? board : shown!, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    private static bool Same(WalkBoard one, WalkBoard other) => one.Walks.Length == other.Walks.Length
        && one.Walks.Zip(other.Walks).All(pair => pair.First.Walk.Id == pair.Second.Walk.Id && pair.First.Walk.Version == pair.Second.Walk.Version && pair.First.People.SequenceEqual(pair.Second.People));
}
