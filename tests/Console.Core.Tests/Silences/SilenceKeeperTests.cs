using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Remediation;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>Silences that last until their alerts are over, kept by the console.</summary>
public sealed class SilenceKeeperTests(Stores stores) : IAsyncLifetime
{
    private readonly ActionWorld world = new();
    private Recorder recorder = null!;
    private SilenceKeeper keeper = null!;
    private ActionRun run = null!;
    private IAccessRules rules = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Silence Silence => world.Alertmanager.All.Single();

    public async ValueTask InitializeAsync()
    {
        recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        rules = world.Rules;
        Restart();
        world.Alerts = [ActionWorld.Firing("Slow")];
        var remedy = world.Book.Find("silence-create")!;
        var plan = await world.PlanAsync(ActionWorld.Ask("silence-create", "main", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "24h"), ("until", "resolved")));
        await remedy.ExecuteAsync(plan, world.Order(), Cancellation);
        run = new ActionRun { Id = "r1", Plan = plan, By = ActionWorld.Ada, At = world.Time.GetUtcNow(), State = RunState.Succeeded };
    }

    public ValueTask DisposeAsync() => recorder.DisposeAsync();

    [Fact]
    public async Task For_two_hours_that_an_alert_fires_the_same_silence_is_moved_on_a_few_times_in_the_author_s_name()
    {
        var (id, writes) = (Silence.Id, world.Alertmanager.Writes);
        await PassAsync(TimeSpan.FromHours(2));

        Assert.Equal((id, SilenceState.Active, "Ada"), (Silence.Id, Silence.State, Silence.CreatedBy));
        Assert.InRange(world.Alertmanager.Writes - writes, 7, 9);
        var entries = await EntriesAsync();
        Assert.All(entries, entry => Assert.Equal(("ada", "r1", "fleet", $"main/{id}"), (entry.Subject, entry.Correlation, entry.System, entry.Target)));
        Assert.Equal(world.Alertmanager.Writes - writes, entries.Count(entry => entry.Stage is AuditStage.Succeeded));
        Assert.Equal(entries.Count / 2, entries.Count(entry => entry.Stage is AuditStage.Started));
    }

    [Fact]
    public async Task A_quarter_of_an_hour_after_its_last_alert_it_is_ended()
    {
        await PassAsync(TimeSpan.FromMinutes(40));
        world.Alerts = [];
        await PassAsync(TimeSpan.FromMinutes(14));
        Assert.Equal(SilenceState.Active, Silence.State);

        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(SilenceState.Expired, Silence.State);
        Assert.Contains("no alert that it fits fires since", (await EntriesAsync())[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_never_kept_longer_than_a_day()
    {
        await PassAsync(TimeSpan.FromHours(25), TimeSpan.FromMinutes(1));

        Assert.Equal(run.At.AddHours(24), Silence.EndsAt);
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        await PassAsync(TimeSpan.FromMinutes(50));
        Restart();
        await PassAsync(TimeSpan.FromHours(1));
        world.Alerts = [];
        await PassAsync(TimeSpan.FromMinutes(8));
        Restart();
        await PassAsync(TimeSpan.FromMinutes(17));

        Assert.Equal(SilenceState.Expired, Silence.State);
        Assert.Single(world.Alertmanager.All);
    }

    [Fact]
    public async Task Who_changes_its_end_by_hand_takes_it_over()
    {
        await PassAsync(TimeSpan.FromMinutes(5));
        world.Alertmanager.Put(Silence with { EndsAt = world.Time.GetUtcNow().AddMinutes(11) });
        var writes = world.Alertmanager.Writes;
        await PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(writes, world.Alertmanager.Writes);
        Assert.Equal("not kept any more: somebody changed it: it is theirs now", (await EntriesAsync())[0].Reason);
    }

    [Fact]
    public async Task Who_ends_it_by_hand_is_not_gone_against()
    {
        await PassAsync(TimeSpan.FromMinutes(5));
        await world.Alertmanager.ExpireAsync(Silence.Id, Cancellation);
        await PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(SilenceState.Expired, Silence.State);
        Assert.Equal("not kept any more: somebody ended it", Assert.Single(await EntriesAsync()).Reason);
    }

    [Fact]
    public async Task Alertmanager_that_lost_its_silences_gets_none_made_anew()
    {
        await PassAsync(TimeSpan.FromMinutes(5));
        world.Alertmanager.Lose();
        await PassAsync(TimeSpan.FromHours(1));

        Assert.Empty(world.Alertmanager.All);
        Assert.Equal("not kept any more: no Alertmanager has it any more", Assert.Single(await EntriesAsync()).Reason);
    }

    [Fact]
    public async Task A_mark_that_somebody_wrote_into_a_silence_of_their_own_keeps_nothing()
    {
        var forged = ActionWorld.SilenceOf("e58697d3-8327-4cf7-8e1a-58d9b336ccce", "system=\"pay\"") with { EndsAt = world.Time.GetUtcNow().AddMinutes(10) };
        forged = forged with { Comment = SilenceMark.Kept("mine (action r1)", forged.EndsAt, forged.EndsAt.AddDays(1)) };
        world.Alertmanager.Put(forged);
        await PassAsync(TimeSpan.FromMinutes(9));

        Assert.Equal(forged.EndsAt, world.Alertmanager.All.Single(silence => silence.Id == forged.Id).EndsAt);
    }

    [Fact]
    public async Task An_author_who_may_not_silence_any_more_is_not_silenced_for()
    {
        rules = AccessRules.Nobody;
        Restart();
        var end = Silence.EndsAt;
        await PassAsync(TimeSpan.FromMinutes(29));

        Assert.Equal(end, Silence.EndsAt);
        Assert.Equal(AuditStage.Denied, Assert.Single(await EntriesAsync()).Stage);
    }

    [Fact]
    public async Task While_the_alerts_can_t_be_seen_it_is_kept()
    {
        world.Alerts = [];
        world.Live.Alerts.Failed("no Alertmanager answers");
        for (var minute = 0; minute < 60; minute++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            Board();
            await keeper.LookAsync(Cancellation);
        }

        Assert.Equal(SilenceState.Active, Silence.State);
        Assert.True(Silence.EndsAt > world.Time.GetUtcNow());
    }

    private void Restart() => keeper = new SilenceKeeper(
        new SilenceKeeper.Surroundings
        {
            Live = world.Live,
            Writers = [world.Alertmanager],
            Runs = (id, _) => Task.FromResult(id == "r1" ? Stored() : null),
            Hindsight = new AlertHindsight(recorder.Database, world.Time),
            Rules = rules,
            Audit = recorder.Log,
            Clock = world.Time,
        },
        NullLogger<SilenceKeeper>.Instance);

    private StoredRun Stored() => new(
        new ConfirmedAction { Id = "r1", Request = ActionWorld.Ask("silence-create", "main"), Plan = run.Plan, By = run.By, At = run.At }, run, null, run.At);

    private async Task PassAsync(TimeSpan span, TimeSpan? step = null)
    {
        var pace = step ?? TimeSpan.FromSeconds(30);
        for (var passed = TimeSpan.Zero; passed < span; passed += pace)
        {
            world.Time.Advance(pace);
            Board();
            world.Live.Alerts.Observed(new AlertBoard(world.Alerts, []));
            await keeper.LookAsync(Cancellation);
        }
    }

    // As an Alertmanager does: what is past its end is over.
    private void Board()
    {
        foreach (var late in world.Alertmanager.All.Where(silence => silence.State is SilenceState.Active && silence.EndsAt <= world.Time.GetUtcNow()).ToList())
        {
            world.Alertmanager.Put(late with { State = SilenceState.Expired });
        }

        var all = world.Alertmanager.All.ToImmutableArray();
        world.Live.Silences.Observed(SilenceComposer.Compose(
            [new("main", [new SilenceList(all, all.Count(silence => silence.State is SilenceState.Expired))], world.Time.GetUtcNow(), null)],
            world.Live.Alerts.Current.Value, world.Live.Systems.Current.Value!, SilenceBoard.Empty));
    }

    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        (await recorder.Reader.ReadAsync(new AuditQuery { Action = SilenceKeeper.Action, Size = 100 }, Cancellation)).Entries;
}
