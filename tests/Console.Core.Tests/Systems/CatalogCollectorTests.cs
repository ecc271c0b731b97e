using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

public sealed class CatalogCollectorTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder temp = new();
    private readonly LiveState state = new(TimeProvider.System);
    private readonly RecordedLog<CatalogCollector> log = new();
    private readonly CatalogCollector collector;

    public CatalogCollectorTests()
    {
        Write("billing.yaml", SampleProfile.Text);
        collector = new CatalogCollector(new SystemFolders(Path.Combine(temp.Path, "systems"), temp.Path), state, TimeProvider.System, log);
    }

    public async ValueTask DisposeAsync()
    {
        await collector.StopAsync(CancellationToken.None);
        collector.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task The_profiles_are_there_as_soon_as_the_start_is_over()
    {
        await collector.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("billing", Assert.Single(state.Systems.Current.Value!.Systems).Profile.Id);
        Assert.Equal(["Information Profile of billing loaded from systems/billing.yaml"], log.Lines);
    }

    [Fact]
    public async Task A_changed_file_is_read_again_and_an_unchanged_one_is_not_told_again()
    {
        await collector.StartAsync(TestContext.Current.CancellationToken);
        Write("ledger.yaml", "title: Ledger\nclaims_alerts: ['system=\"ledger\"']\n");

        var seen = await UntilAsync(catalog => catalog.Find("ledger") is not null);

        Assert.Equal(2, seen.Value!.Systems.Length);
        Assert.Equal(2, seen.Version);
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact]
    public async Task A_slip_of_the_pen_is_logged_once_with_its_place_and_the_last_good_profile_stays()
    {
        await collector.StartAsync(TestContext.Current.CancellationToken);
        Write("billing.yaml", SampleProfile.With("about:", "abuot:"));
        await UntilAsync(catalog => !catalog.Faults.IsEmpty);
        Write("billing.yaml", SampleProfile.Text + "# mended\n");

        var seen = await UntilAsync(catalog => catalog.Faults.IsEmpty);

        Assert.NotNull(seen.Value!.Find("billing"));
        Assert.Equal(
            [
                "Information Profile of billing loaded from systems/billing.yaml",
                "Error systems/billing.yaml:2:1 abuot: unknown field 'abuot'; did you mean 'about'?",
                "Warning The last good profile of billing stays in use until systems/billing.yaml is mended",
                "Information Profile of billing loaded from systems/billing.yaml",
                "Information systems/billing.yaml of billing is no longer at fault",
            ],
            log.Lines);
    }

    /// <summary>Replaces a file as careful editors do: written beside it, then moved over it.</summary>
    private void Write(string file, string text)
    {
        var path = temp.Write(Path.Combine("systems", "." + file), text);
        File.Move(path, Path.Combine(temp.Path, "systems", file), overwrite: true);
    }

    private async Task<Snapshot<SystemCatalog>> UntilAsync(Func<SystemCatalog, bool> reached)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await foreach (var snapshot in state.Systems.WatchAsync(patience.Token))
        {
            if (snapshot.Value is { } catalog && reached(catalog))
            {
                return snapshot;
            }
        }

        throw new InvalidOperationException("a watch ends only by cancellation");
    }
}
