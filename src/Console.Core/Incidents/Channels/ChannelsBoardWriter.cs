using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Shows on the live state how the channels are and what waits: as soon as any replica writes something down, and now and then in any case.</summary>
/// <param name="channels">The configured channels.</param>
/// <param name="database">The database, for news.</param>
/// <param name="store">What is kept.</param>
/// <param name="live">Where it is shown.</param>
/// <param name="clock">The time.</param>
internal sealed class ChannelsBoardWriter(ChannelList channels, Database database, DeadLetterStore store, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<ChannelsBoard> pen = new(live.Channels, clock);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(DeadLetterStore.Topic, stoppingToken)], LookAsync, stoppingToken);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var health = await store.HealthAsync(cancellation).ConfigureAwait(false);
            var board = new ChannelsBoard(
                [.. channels.All.Select(channel => Of(channel, health))],
                await store.WaitingAsync(ChannelsBoard.MostWaiting, clock.GetUtcNow(), cancellation).ConfigureAwait(false));
            var shown = live.Channels.Current.Value;
            var isSame = shown is not null && shown.Channels.SequenceEqual(board.Channels) && shown.Waiting.SequenceEqual(board.Waiting);
            pen.Write(isSame ? shown! : board, !isSame);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    private static ChannelHealth Of(ChannelIdentity channel, ImmutableDictionary<string, DeadLetterStore.HealthRow> health)
    {
        var configured = new ChannelHealth { Name = channel.Name, Kind = channel.Kind, Address = channel.Address };
        return health.TryGetValue(channel.Name, out var row) ? row.Of(configured) : configured;
    }
}

/// <summary>The configured channels, for those who show them.</summary>
/// <param name="All">In the order of the configuration.</param>
internal sealed record ChannelList(ImmutableArray<ChannelIdentity> All);
