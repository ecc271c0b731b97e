using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.Rights.RightsWorld;

namespace OpsConsole.Core.Tests.Remediation.Rights;

public sealed class RightsCollectorTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();
    private readonly RightsWorld cluster = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task At_the_start_every_cluster_is_asked_once_the_profiles_are_read()
    {
        world.Profiles(Billing);
        var rights = await StartAsync();

        Assert.Equal((BoardWorld.Noon, null), (rights.AskedAt, rights.Problem));
        Assert.False(rights.IsStale(BoardWorld.Noon.AddMinutes(20)));
        Assert.True(rights.IsStale(BoardWorld.Noon.AddMinutes(26)));
    }

    [Fact]
    public async Task It_is_asked_again_every_ten_minutes_and_not_in_between()
    {
        world.Profiles(Billing);
        await StartAsync();
        var once = cluster.Asked.Count;

        await world.PassUntilTimeAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(once, cluster.Asked.Count);

        cluster.Rules["pay"] = Read;
        await world.PassUntilTimeAsync(TimeSpan.FromMinutes(2));
        var now = (await BoardWorld.UntilAsync(world.Live.Rights, seen => seen.Value!.Clusters[0].Lacks.Length > 0)).Value!.Clusters[0];
        Assert.Contains("delete leases in pay", now.Lacks.Select(lack => lack.Words));
        Assert.Equal(once * 2, cluster.Asked.Count);
    }

    [Fact]
    public async Task Other_profiles_ask_at_once()
    {
        world.Profiles(Billing);
        await StartAsync();

        world.Profiles(Billing with { Actions = [] });
        await world.PassUntilAsync(world.Live.Rights, seen => seen.Value!.Clusters[0].Beyond.Length > 0);
    }

    [Fact]
    public async Task What_was_heard_last_stays_beside_why_nothing_is_heard_now_and_it_is_asked_again_soon()
    {
        world.Profiles(Billing);
        cluster.Failure = new UpstreamException("east", UpstreamFault.Unreachable, "east can't be reached");
        var never = await StartAsync();
        Assert.Equal((null, "east can't be reached", true), (never.AskedAt, never.Problem, never.IsStale(BoardWorld.Noon)));

        cluster.Failure = null;
        await world.PassUntilTimeAsync(TimeSpan.FromSeconds(50));
        var heard = (await BoardWorld.UntilAsync(world.Live.Rights, seen => seen.Value!.Clusters[0].Problem is null)).Value!.Clusters[0];
        Assert.True(heard.AskedAt <= BoardWorld.Noon.AddMinutes(1));

        cluster.Failure = new UpstreamException("east", UpstreamFault.Unreachable, "east can't be reached");
        await world.PassUntilTimeAsync(TimeSpan.FromMinutes(11));
        var stale = (await BoardWorld.UntilAsync(world.Live.Rights, seen => seen.Value!.Clusters[0].Problem is not null)).Value!.Clusters[0];
        Assert.Equal((heard.AskedAt, heard.Needed), (stale.AskedAt, stale.Needed));
        Assert.True(stale.IsStale(world.Time.GetUtcNow()));
    }

    private async Task<OwnRights> StartAsync()
    {
        var options = new UpstreamsOptions();
        options.Kubernetes.Add(new KubernetesSourceOptions { Name = "east" });
        await world.StartAsync(new RightsCollector(world.Live, [cluster], Options.Create(options), world.Time));
        return (await BoardWorld.UntilAsync(world.Live.Rights, seen => seen.Value is not null)).Value!.Clusters.Single();
    }
}
