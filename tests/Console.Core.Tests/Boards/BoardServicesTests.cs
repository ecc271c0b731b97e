using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Leadership;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Boards;

public sealed class BoardServicesTests : IAsyncDisposable
{
    private const int Sleepers = 10;
    private readonly BoardWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_shipped_systems_cost_fewer_than_300_requests_a_minute_and_no_burst()
    {
        world.Prom.Instant = _ => ScriptedMetrics.One(1);
        world.Profiles([.. Directory.EnumerateFiles(Repository.Folder("systems"), "*.yaml").Order().Select(file => ProfileReader.Read(file).Value.Profile)]);
        await using var services = Services();
        foreach (var collector in services.GetServices<IHostedService>())
        {
            await world.StartAsync((BackgroundService)collector);
        }

        await PassAsync(120);
        var (before, most) = (world.Prom.Requests, 0);
        for (var i = 0; i < 300; i++)
        {
            var second = world.Prom.Requests;
            await PassAsync(1);
            most = Math.Max(most, world.Prom.Requests - second);
        }

        var aMinute = (world.Prom.Requests - before) / 5;
        TestContext.Current.TestOutputHelper!.WriteLine($"{aMinute} requests a minute, at most {most} in a second");
        Assert.InRange(aMinute, 60, 200);
        Assert.InRange(most, 1, 40);
        Assert.NotEmpty(world.Live.Panels.Current.Value!.Panels);
        Assert.NotEmpty(world.Live.Slo.Current.Value!.Budgets);
    }

    [Fact]
    public void A_period_out_of_bounds_is_refused_by_name()
    {
        using var services = Services(("Boards:Slo:ShortEvery", "00:00:00"));
        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SloOptions>>().Value);
        Assert.Contains("ShortEvery must be between 00:00:02 and 00:01:00", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_misspelt_is_refused_by_name()
    {
        using var services = Services(("Boards:Slo:ShortEvry", "00:00:10"));
        var refused = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IOptions<SloOptions>>().Value);
        Assert.Contains("ShortEvry", refused.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(world.Time)
        .AddSingleton(world.Live)
        .AddSingleton(world.Sources)
        .AddSingleton<IEnumerable<ILeaseSource>>([new ScriptedCluster("sandbox")])
        .AddBoards(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(it => KeyValuePair.Create<string, string?>(it.Key, it.Value))).Build())
        .BuildServiceProvider();

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await world.Time.TimersAsync(Sleepers, BoardWorld.Cancellation);
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await world.Time.TimersAsync(Sleepers, BoardWorld.Cancellation);
    }
}
