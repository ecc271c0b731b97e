using OpsConsole.Access;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Systems;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Access;

public sealed class AccessWatchTests : IAsyncDisposable
{
    private const string First = "grants:\n  - {role: viewer, groups: [a]}\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Person Ann = new("ann", "Ann", ["a"], SignInMethod.Local);

    private readonly TempFolder temp = new();
    private readonly LiveState live = new(TimeProvider.System);
    private readonly RecordedLog<AccessWatch> log = new();
    private readonly AccessBook book;
    private readonly AccessWatch watch;
    private int changes;

    public AccessWatchTests()
    {
        var file = new AccessFile(temp.Write("access.yaml", First));
        book = new AccessBook(file, TimeProvider.System);
        book.Changed += () => Interlocked.Increment(ref changes);
        watch = new AccessWatch(book, file, live, TimeProvider.System, log);
    }

    public async ValueTask DisposeAsync()
    {
        await watch.StopAsync(CancellationToken.None);
        watch.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task A_changed_file_changes_what_people_may()
    {
        await watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(book.Decide(Ann, Actions.View).IsAllowed);

        Write("grants:\n  - {role: viewer, groups: [b]}\n");
        await UntilAsync(seen => seen.Value!.Grants[0].Groups.Contains("b"));

        Assert.False(book.Decide(Ann, Actions.View).IsAllowed);

        // The change is told after the section is written; stopped, the watch tells no more.
        await Eventually.SoAsync(() => Task.FromResult<bool?>(Volatile.Read(ref changes) > 0 ? true : null), Patience, TestContext.Current.CancellationToken);
        await watch.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_grants_and_is_told_until_it_is_mended()
    {
        await watch.StartAsync(TestContext.Current.CancellationToken);
        Write("grants:\n  - {role: viewr, groups: [b]}\n");

        var bad = await UntilAsync(seen => seen.Problem is not null);

        Assert.StartsWith("access.yaml:2:12 grants[0].role: 'viewr' is not known; did you mean 'viewer'?", bad.Problem, StringComparison.Ordinal);
        Assert.True(book.Decide(Ann, Actions.View).IsAllowed);
        Assert.Single(book.Problems);
        Assert.Equal(0, changes);

        Write(First + "# mended\n");
        await UntilAsync(seen => seen.Problem is null);
        Assert.Empty(book.Problems);

        // What it says it says after the section is written.
        await watch.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["Information", "Error", "Error The last good grants stay in use until access.yaml is mended: no edit of it counts before", "Information 1 grants in use, from access.yaml"],
            log.Lines.Select((line, at) => at < 2 ? line.Split(' ')[0] : line));
    }

    [Fact]
    public async Task A_deleted_file_takes_no_right_away_and_is_told()
    {
        await watch.StartAsync(TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(temp.Path, "access.yaml"));

        var gone = await UntilAsync(seen => seen.Problem is not null);

        Assert.Contains("there is no file", gone.Problem, StringComparison.Ordinal);
        Assert.True(book.Decide(Ann, Actions.View).IsAllowed);
    }

    [Fact]
    public async Task A_grant_on_a_system_without_a_profile_is_told_once_and_counts()
    {
        live.Systems.Observed(SystemCatalog.Empty with { Faults = [new ProfileFault("billing", "systems/billing.yaml", [])] });
        Write("grants:\n  - {role: operator, groups: [a], systems: [biling, ledger]}\n");

        await watch.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(seen => seen.Value!.Grants[0].Role is Role.Operator);
        await Eventually.SoAsync(
            () => Task.FromResult<bool?>(log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal)) == 2 ? true : null),
            Patience,
            TestContext.Current.CancellationToken);

        Assert.Contains("Warning access.yaml:2 systems: no system 'biling' has a profile; did you mean 'billing'?", log.Lines);
        Assert.Contains("Warning access.yaml:2 systems: no system 'ledger' has a profile (yet)", log.Lines);
        Assert.True(book.Decide(Ann, Actions.Scale, "ledger").IsAllowed);
    }

    /// <summary>Replaces the file as careful editors do: written beside it, then moved over it.</summary>
    private void Write(string text) => File.Move(temp.Write(".access.yaml", text), Path.Combine(temp.Path, "access.yaml"), overwrite: true);

    private async Task<Snapshot<AccessRules>> UntilAsync(Func<Snapshot<AccessRules>, bool> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await foreach (var snapshot in book.Section.WatchAsync(patience.Token))
        {
            if (reached(snapshot))
            {
                return snapshot;
            }
        }

        throw new InvalidOperationException("a watch ends only by cancellation");
    }
}
