using System.Collections.Immutable;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Remediation;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Sources;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>Two real Alertmanagers that are one cluster; one of them is killed, and starts again with nothing.</summary>
public sealed class RealClusterTests : IAsyncLifetime
{
    private const string Routes = """
        route: {receiver: nobody}
        receivers: [{name: nobody}]
        """;

    private readonly LiveState live = new(TimeProvider.System);
    private ServerProcess first = null!;
    private ServerProcess second = null!;
    private TestUpstreams upstreams = null!;
    private RemedyPorts ports = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var (one, other) = (LoopbackPorts.Next(), LoopbackPorts.Next());
        first = await StartAsync(one, other);
        second = await StartAsync(other, one);
        upstreams = TestUpstreams.Of(null, ("Alertmanager:0:Name", "am-1"), ("Alertmanager:0:Url", first.Url), ("Alertmanager:1:Name", "am-2"), ("Alertmanager:1:Url", second.Url));
        live.Systems.Observed(new SystemCatalog([new LoadedSystem(new ActionWorld().Fleet, [Matcher.Parse("system=\"fleet\"").Value], "fleet.yaml")], []));
        ports = new RemedyPorts([], upstreams.Services.GetServices<ISilenceWriter>(), upstreams.Services.GetServices<ISilenceSource>(), live, TimeProvider.System)
        {
            Clusters = new AlertmanagerClusters([("am-1", null), ("am-2", null)], live),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await upstreams.DisposeAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task One_silence_is_seen_at_both_and_when_one_is_killed_the_other_takes_the_next()
    {
        await SeeClusterAsync();
        Assert.Equal(["am-1", "am-2"], Assert.Single(ports.Clusters.All).Members);
        await AlertAsync(first, second);
        var (create, plan, order) = await PlanAsync("silence-create", "am-1", "r1", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h"));
        await create.ExecuteAsync(plan, order, Cancellation);

        var seen = await LookAsync(create, plan, order);
        Assert.Contains("active at am-1 and am-2 until", seen.Says, StringComparison.Ordinal);
        Assert.Contains("holds 1 alert back", seen.Says, StringComparison.Ordinal);

        // The one that it was written to dies: it is extended at the other, under the same id.
        await first.KillAsync();
        await SeeStatusAsync();
        Assert.False(ports.Clusters.Answers("am-1"));
        var (extend, longer, again) = await PlanAsync("silence-extend", $"am-1/{seen.Made}", "r2", ("duration", "2h"));
        Assert.Equal("am-2", longer.Target.Place);
        Assert.Equal("its end is set", await extend.ExecuteAsync(longer, again, Cancellation));
        var extended = await extend.LookAsync(longer, again, Cancellation);
        Assert.Equal((SightingState.Worked, seen.Made), (extended.State, extended.Made));
        Assert.EndsWith("; am-1 does not answer", extended.Says, StringComparison.Ordinal);

        // Back with an empty disk, it hears of the silence from the other.
        Directory.Delete(Path.Combine(first.Folder, "data"), true);
        await first.RestartAsync(Cancellation);
        await Eventually.SoAsync(async () => (await extend.LookAsync(longer, again, Cancellation)) is { State: SightingState.Worked } both && !both.Says.Contains("does not answer", StringComparison.Ordinal) ? true : null,
            TimeSpan.FromSeconds(90), Cancellation);
    }

    [Fact]
    public async Task What_Alertmanager_refuses_or_lost_is_said_in_words()
    {
        await SeeClusterAsync();
        var gone = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
        var planner = Planner();
        var answer = Assert.IsType<PlanAnswer.Unplannable>(await planner.PlanAsync(Ask("silence-expire", $"am-1/{gone}"), ActionWorld.Ada, Cancellation));
        Assert.Contains($"there is no Silence {gone}", answer.Because, StringComparison.Ordinal);

        // Ended by somebody else between the plan and the press: nothing is written over.
        var (create, plan, order) = await PlanAsync("silence-create", "am-2", "r3", ("matchers", "system=\"fleet\""), ("duration", "1h"));
        await create.ExecuteAsync(plan, order, Cancellation);
        var made = await LookAsync(create, plan, order);
        var (extend, longer, again) = await PlanAsync("silence-extend", $"am-2/{made.Made}", "r4", ("duration", "2h"));
        await ports.Alertmanager(longer.Target).ExpireAsync(made.Made!, Cancellation);
        var late = await Assert.ThrowsAsync<UpstreamException>(() => extend.ExecuteAsync(longer, again, Cancellation));
        Assert.Equal(UpstreamFault.Conflict, late.Fault);

        // An end that is over for Alertmanager's clock, as where ours is far behind.
        var past = TimeProvider.System.GetUtcNow().AddHours(-2);
        var refused = await Assert.ThrowsAsync<UpstreamException>(() => ports.Alertmanager(longer.Target).PutAsync(
            new SilenceDraft([Matcher.Parse("system=\"fleet\"").Value], past, past.AddHours(1), "ada", "late"), Cancellation));
        Assert.Equal(UpstreamFault.Invalid, refused.Fault);

        // A begin in the past becomes now, and one in the future waits.
        var early = await ports.Alertmanager(longer.Target).PutAsync(new SilenceDraft([Matcher.Parse("a=\"b\"").Value], past, TimeProvider.System.GetUtcNow().AddHours(1), "ada", "early"), Cancellation);
        var ahead = await ports.Alertmanager(longer.Target).PutAsync(
            new SilenceDraft([Matcher.Parse("a=\"c\"").Value], TimeProvider.System.GetUtcNow().AddMinutes(5), TimeProvider.System.GetUtcNow().AddHours(1), "ada", "ahead"), Cancellation);
        Assert.Equal(SilenceState.Active, (await ports.Alertmanager(longer.Target).FindAsync(early, Cancellation))!.State);
        Assert.Equal(SilenceState.Pending, (await ports.Alertmanager(longer.Target).FindAsync(ahead, Cancellation))!.State);
    }

    [Fact]
    public async Task Other_matchers_end_the_old_silence_and_make_a_new_one_in_the_same_request()
    {
        await SeeClusterAsync();
        var (create, plan, order) = await PlanAsync("silence-create", "am-1", "r5", ("matchers", "system=\"fleet\", alertname=\"Old\""), ("duration", "1h"));
        await create.ExecuteAsync(plan, order, Cancellation);
        var made = await LookAsync(create, plan, order);
        var (edit, change, again) = await PlanAsync("silence-edit", $"am-1/{made.Made}", "r6", ("matchers", "system=\"fleet\", alertname=\"New\""), ("duration", "2h"));
        Assert.StartsWith("the old one ended, and made anew", await edit.ExecuteAsync(change, again, Cancellation), StringComparison.Ordinal);

        var changed = await LookAsync(edit, change, again);
        Assert.NotEqual(made.Made, changed.Made);
        Assert.Equal(SilenceState.Expired, (await ports.Alertmanager(plan.Target).FindAsync(made.Made!, Cancellation))!.State);
    }

    // As the collectors would: the members' own words, and whether they answer.
    private async Task SeeStatusAsync()
    {
        var statuses = ImmutableArray.CreateBuilder<AlertmanagerStatus>();
        foreach (var source in upstreams.Services.GetServices<IAlertmanagerStatusSource>())
        {
            try
            {
                statuses.Add(await source.StatusAsync(Cancellation));
            }
            catch (UpstreamException)
            {
                statuses.AddRange(live.Sources.Current.Value?.Alertmanagers.Where(known => known.Source == source.Name) ?? []);
            }
        }

        live.Sources.Observed(new SourceBoard(upstreams.Services.GetRequiredService<SourceRegistry>().Statuses, [], [], statuses.ToImmutable(), [], []));
    }

    private Task<bool> SeeClusterAsync() => Eventually.SoAsync(async () =>
    {
        await SeeStatusAsync();
        await SeeAlertsAsync();
        return ports.Clusters.All.Length == 1 ? true : null;
    }, TimeSpan.FromSeconds(90), Cancellation);

    private async Task SeeAlertsAsync()
    {
        var readings = new List<SourceReading<Alert>>();
        foreach (var source in upstreams.Services.GetServices<IAlertSource>())
        {
            try
            {
                readings.Add(new(source.Name, await source.AlertsAsync(Cancellation), TimeProvider.System.GetUtcNow(), null));
            }
            catch (UpstreamException e)
            {
                readings.Add(new(source.Name, [], TimeProvider.System.GetUtcNow(), e.Message));
            }
        }

        live.Alerts.Observed(AlertMerge.Merge([.. readings], [], live.Systems.Current.Value!, live.Alerts.Current.Value ?? AlertBoard.Empty));
    }

    private async Task<Sighting> LookAsync(IRemedy remedy, ActionPlan plan, ActionOrder order)
    {
        Sighting? seen = null;
        await Eventually.SoAsync(async () =>
        {
            await SeeAlertsAsync();
            seen = await remedy.LookAsync(plan, order, Cancellation);
            return seen.State is SightingState.Worked ? true : null;
        }, TimeSpan.FromSeconds(60), Cancellation);
        return seen!;
    }

    private static async Task AlertAsync(params ServerProcess[] servers)
    {
        foreach (var server in servers)
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
            using var sent = await http.PostAsJsonAsync("api/v2/alerts", new[] { new { labels = new { alertname = "Slow", system = "fleet", severity = "warning" } } }, Cancellation);
            sent.EnsureSuccessStatusCode();
        }
    }

    private async Task<(IRemedy Remedy, ActionPlan Plan, ActionOrder Order)> PlanAsync(string kind, string target, string run, params (string Name, string Value)[] parameters)
    {
        await SeeAlertsAsync();
        var answer = await Planner().PlanAnewAsync(Ask(kind, target, parameters), ActionWorld.Ada, null, Cancellation);
        return (RemedyBook.Of(ports).Find(kind)!, Assert.IsType<PlanAnswer.Made>(answer).Plan, new ActionOrder(run, ActionWorld.Ada, "a test", ActingAs.Console, TimeProvider.System.GetUtcNow()));
    }

    private ActionPlanner Planner() => new(
        new SceneReader(live, new MemoryHistory(), ports, TimeProvider.System), RemedyBook.Of(ports), new ActionWorld().Rules, new Impersonation(new UpstreamsOptions()), TimeProvider.System);

    private static ActionRequest Ask(string kind, string target, params (string Name, string Value)[] parameters) => ActionWorld.Ask(kind, target, parameters);

    private static Task<ServerProcess> StartAsync(int gossip, int peer) => ServerProcess.StartAsync("/usr/bin/prometheus-alertmanager", server =>
    {
        File.WriteAllText(Path.Combine(server.Folder, "alertmanager.yml"), Routes);
        return
        [
            "--config.file=alertmanager.yml", "--storage.path=data", $"--web.listen-address=127.0.0.1:{server.Port}", $"--cluster.listen-address=127.0.0.1:{gossip}",
            $"--cluster.advertise-address=127.0.0.1:{gossip}", $"--cluster.peer=127.0.0.1:{peer}", "--cluster.gossip-interval=50ms", "--cluster.pushpull-interval=2s", "--cluster.reconnect-interval=1s", "--cluster.settle-timeout=1s",
        ];
    }, "/-/ready", Cancellation);
}
