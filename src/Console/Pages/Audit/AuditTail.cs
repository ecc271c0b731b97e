using System.Collections.Immutable;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Audit;

/// <summary>The newest entries, newest first.</summary>
/// <param name="Entries">At most <see cref="AuditTail.Kept"/>, without a gap.</param>
internal sealed record AuditEnd(ImmutableArray<AuditEntry> Entries);

/// <summary>
/// The end of the record, read once for everybody who looks at it on this replica: when any replica appended, and while somebody looks.
/// Whoever looks picks what fits their filter.
/// </summary>
/// <param name="reader">The record.</param>
/// <param name="database">Tells what was stored.</param>
/// <param name="clock">The time.</param>
internal sealed class AuditTail(IAuditReader reader, Database database, TimeProvider clock) : BackgroundService
{
    /// <summary>The topic that appends are told under.</summary>
    public const string Topic = "audit";

    /// <summary>The most entries that are kept.</summary>
    public const int Kept = 300;

    private const int FirstLook = 50;
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(10);

    // A burst of entries is one look.
    private readonly CollectorLoop loop = new(LookAnyway, clock, rest: TimeSpan.FromMilliseconds(250));
    private int audience;

    /// <summary>The end as it was last read, and why it can't be read.</summary>
    public LiveSection<AuditEnd> Section { get; } = new("audit", TimeSpan.MaxValue, clock);

    /// <summary>Somebody looks, until they dispose of what they are given.</summary>
    public IDisposable Join()
    {
        Interlocked.Increment(ref audience);
        loop.Wake();
        return new Seat(this);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var following = FollowAsync(ending.Token);
        try
        {
            await loop.RunAsync(LookAsync, stoppingToken);
        }
        finally
        {
            await ending.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        await foreach (var _ in database.News.FollowAsync(Topic, cancellation))
        {
            loop.Wake();
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref audience) == 0)
        {
            return;
        }

        try
        {
            var known = Section.Current.Value?.Entries ?? [];
            var end = await ReadAsync(known, cancellation);
            if (Section.Current is { Value: null } or { Problem: not null } || end.FirstOrDefault()?.Sequence != known.FirstOrDefault()?.Sequence)
            {
                Section.Observed(new AuditEnd(end));
            }
        }
        catch (StorageException e) when (Section.Current.Problem != e.Message)
        {
            Section.Failed(e.Message);
        }
        catch (StorageException)
        {
            // Said already.
        }
    }

    /// <summary>Reads back until what is known, or enough.</summary>
    private async Task<ImmutableArray<AuditEntry>> ReadAsync(ImmutableArray<AuditEntry> known, CancellationToken cancellation)
    {
        var last = known.FirstOrDefault()?.Sequence ?? 0;
        var found = new List<AuditEntry>();
        for (var page = await reader.ReadAsync(new AuditQuery { Size = FirstLook }, cancellation); ;
            page = await reader.ReadAsync(new AuditQuery { Size = Kept - FirstLook, Before = found[^1].Sequence }, cancellation))
        {
            found.AddRange(page.Entries.TakeWhile(entry => entry.Sequence > last));
            if (!page.HasOlder || found.Count == 0 || found.Count >= Kept || page.Entries[^1].Sequence <= last + 1 || last == 0)
            {
                break;
            }
        }

        // What is known follows without a gap, or not at all.
        var follows = found.Count == 0 || found[^1].Sequence == last + 1;
        return [.. found.Concat(follows ? known : []).Take(Kept)];
    }

    private sealed class Seat(AuditTail tail) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                Interlocked.Decrement(ref tail.audience);
            }
        }
    }
}
