using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Shows who has which alert on the live state: what the store says, as soon as it says so. One whose time is over leaves the board at that instant.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The acknowledgements.</param>
/// <param name="live">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class AckBoardWriter(Database database, AckStore store, LiveState live, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<AckBoard> pen = new(live.Acknowledgements, clock);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var alarm = clock.CreateTimer(_ => loop.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await loop.FollowAsync([database.News.FollowAsync(AckStore.Topic, stoppingToken)], LookAndSetAsync, stoppingToken).ConfigureAwait(false);

        async Task LookAndSetAsync(CancellationToken cancellation)
        {
            await LookAsync(cancellation).ConfigureAwait(false);
            var next = (live.Acknowledgements.Current.Value?.Acknowledgements ?? []).Select(one => one.Until - clock.GetUtcNow()).DefaultIfEmpty(Period).Min();
            alarm.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var now = clock.GetUtcNow();
            var shown = live.Acknowledgements.Current.Value;
            var open = (await store.OpenAsync(cancellation).ConfigureAwait(false)).Where(one => one.Until > now);

            // One that did not change stays the same object: a page draws again only the lines that did.
            var known = (shown?.Acknowledgements ?? []).ToDictionary(one => one.Id, StringComparer.Ordinal);
            ImmutableArray<Acknowledgement> all = [.. open.Select(one => known.TryGetValue(one.Id, out var was) && was == one ? was : one)];
            var isNew = shown is null || !all.AsSpan().SequenceEqual(shown.Acknowledgements.AsSpan(), ReferenceEqualityComparer.Instance);
            pen.Write(isNew ? new AckBoard(all) : shown!, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }
}
