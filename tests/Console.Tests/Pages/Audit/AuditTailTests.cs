using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Pages.Audit;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Audit;

/// <summary>The end of the record for everybody who looks, with one look at the store.</summary>
public sealed class AuditTailTests : IAsyncLifetime
{
    private readonly ConsoleHost console = ConsoleHost.StartForStrangers();
    private readonly CountingReader reader;
    private readonly AuditTail tail;

    public AuditTailTests()
    {
        reader = new CountingReader(console.Services.GetRequiredService<IAuditReader>());
        tail = new AuditTail(reader, console.Services.GetRequiredService<Database>(), TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IAuditLog Log => console.Services.GetRequiredService<IAuditLog>();

    public async ValueTask InitializeAsync() => await tail.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await tail.StopAsync(CancellationToken.None);
        tail.Dispose();
        await console.DisposeAsync();
    }

    [Fact]
    public async Task What_is_appended_is_seen_by_all_who_look_after_one_look()
    {
        var seats = Enumerable.Range(0, 50).Select(_ => tail.Join()).ToList();
        await AppendAsync("one");
        await UntilAsync("one");
        var looks = await QuietAsync();

        await AppendAsync("two");
        await UntilAsync("two");

        Assert.Equal(1, reader.Looks - looks);
        Assert.Equal(["two", "one"], tail.Section.Current.Value!.Entries.Select(entry => entry.Target));
        seats.ForEach(seat => seat.Dispose());
    }

    [Fact]
    public async Task A_burst_longer_than_a_look_leaves_no_gap()
    {
        using var seat = tail.Join();
        await AppendAsync("first");
        await UntilAsync("first");
        await Task.WhenAll(Enumerable.Range(0, 120).Select(number => AppendAsync($"burst-{number}")));
        await AppendAsync("last");
        await UntilAsync("last");

        Assert.Equal(Enumerable.Range(1, 122).Reverse().Select(place => (long)place), tail.Section.Current.Value!.Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task While_nobody_looks_nothing_is_read()
    {
        await AppendAsync("unseen");
        using (tail.Join())
        {
            await UntilAsync("unseen");
        }

        var looks = reader.Looks;
        await AppendAsync("after");
        using var seat = tail.Join();
        await UntilAsync("after");

        Assert.InRange(reader.Looks - looks, 1, 2);
    }

    // All who sat down have been looked after: it rests for a quarter of a second between two looks.
    private async Task<int> QuietAsync()
    {
        var (looks, since) = (reader.Looks, TimeProvider.System.GetTimestamp());
        await Eventually.SoAsync(() =>
        {
            if (reader.Looks != looks)
            {
                (looks, since) = (reader.Looks, TimeProvider.System.GetTimestamp());
            }

            return Task.FromResult<bool?>(TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(1) ? true : null);
        }, TimeSpan.FromSeconds(60), Cancellation);
        return looks;
    }

    private async Task AppendAsync(string target)
    {
        var recorded = await Log.AppendAsync(new AuditEvent { Actor = Person.Console, Action = "test", Stage = AuditStage.Succeeded, Target = target }, Cancellation);
        Assert.True(recorded.IsOk);
    }

    private Task<bool> UntilAsync(string target) => Eventually.SoAsync(
        () => Task.FromResult<bool?>(tail.Section.Current.Value?.Entries.FirstOrDefault()?.Target == target ? true : null), TimeSpan.FromSeconds(60), Cancellation);

    /// <summary>The real reader, counted.</summary>
    private sealed class CountingReader(IAuditReader reader) : IAuditReader
    {
        private int looks;

        public int Looks => Volatile.Read(ref looks);

        public Task<OpsConsole.Audit.AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation)
        {
            Interlocked.Increment(ref looks);
            return reader.ReadAsync(query, cancellation);
        }

        public Task<AuditEntry?> FindAsync(long sequence, CancellationToken cancellation) => reader.FindAsync(sequence, cancellation);
    }
}
