using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of silences.</summary>
public sealed class SilenceGuardTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    [Theory]
    [InlineData("system=\"fleet\"", GuardVerdict.Pass)]
    [InlineData("system=~\"fleet\", alertname=\"Slow\"", GuardVerdict.Pass)]
    [InlineData("alertname=\"Slow\"", GuardVerdict.Block)]
    [InlineData("system=~\"fleet|pay\"", GuardVerdict.Block)]
    [InlineData("system=~\"fl.*\"", GuardVerdict.Block)]
    [InlineData("system=~\"fleet|\", alertname=\"Slow\"", GuardVerdict.Block)]
    [InlineData("system!=\"pay\", alertname=\"Slow\"", GuardVerdict.Block)]
    public async Task A_silence_that_does_not_say_its_system_is_too_broad(string matchers, GuardVerdict verdict)
    {
        var answer = await CreateAsync("too-broad", matchers);

        Assert.Equal((verdict, verdict is GuardVerdict.Block), (answer.Verdict, answer.MayBeOverridden));
    }

    [Fact]
    public async Task A_silence_that_fits_alerts_of_others_now_says_whose()
    {
        world.Alerts = [Firing("Slow"), Firing("Slow", "pay"), Firing("Other", "pay"), Firing("Stray", system: "")];

        var answer = await CreateAsync("too-broad", "alertname=~\"Slow|Stray\"");

        Assert.Equal(GuardVerdict.Block, answer.Verdict);
        Assert.Equal("Slow and Stray of pay and no system", answer.Saw);
    }

    [Theory]
    [InlineData("8h", GuardVerdict.Pass)]
    [InlineData("8h1m", GuardVerdict.Warn)]
    [InlineData("24h", GuardVerdict.Warn)]
    [InlineData("24h1m", GuardVerdict.Block)]
    public async Task A_silence_longer_than_a_shift_warns_and_longer_than_the_profile_blocks(string duration, GuardVerdict verdict)
    {
        Assert.Equal(verdict, (await CreateAsync("too-long", "system=\"fleet\"", duration)).Verdict);
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        Assert.Equal(verdict, (await ExtendAsync("too-long", duration)).Verdict);
    }

    [Fact]
    public async Task A_silence_that_fits_nothing_warns()
    {
        var nothing = await CreateAsync("matches", "system=\"fleet\"");
        world.Alerts = [Firing("Slow"), Firing("Slow") with { Fingerprint = "2" }, Firing("Late"), Firing("Soon") with { State = AlertState.Pending }];
        var three = await CreateAsync("matches", "system=\"fleet\"");

        Assert.Equal((GuardVerdict.Warn, GuardVerdict.Pass), (nothing.Verdict, three.Verdict));
        Assert.Equal(("It fits 3 alerts of now", "Slow (2) and Late"), (three.Title, three.Saw));
    }

    [Fact]
    public async Task An_alert_that_this_Alertmanager_does_not_have_is_not_reached()
    {
        world.Alerts = [Firing("Slow") with { Origins = ["other"] }];

        Assert.Equal(GuardVerdict.Warn, (await CreateAsync("matches", "system=\"fleet\"")).Verdict);
    }

    [Fact]
    public async Task Hiding_a_critical_alert_warns()
    {
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync("critical", "system=\"fleet\"")).Verdict);
        world.Alerts = [Firing("Down", severity: "critical")];

        Assert.Equal(GuardVerdict.Warn, (await CreateAsync("critical", "system=\"fleet\"")).Verdict);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync("critical", "system=\"fleet\", alertname=\"Slow\"")).Verdict);
    }

    [Fact]
    public async Task A_silence_with_the_same_matchers_in_another_order_is_found()
    {
        world.Alertmanager.Put(SilenceOf(Id, "alertname=\"Slow\", system=\"fleet\""));

        Assert.Equal(GuardVerdict.Warn, (await CreateAsync("already", "system=\"fleet\", alertname=\"Slow\"")).Verdict);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync("already", "system=\"fleet\"")).Verdict);
        world.Alertmanager.Put(SilenceOf(Id, "alertname=\"Slow\", system=\"fleet\"", SilenceState.Expired));
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync("already", "system=\"fleet\", alertname=\"Slow\"")).Verdict);
    }

    [Theory]
    [InlineData(SilenceState.Active, GuardVerdict.Pass)]
    [InlineData(SilenceState.Pending, GuardVerdict.Pass)]
    [InlineData(SilenceState.Expired, GuardVerdict.Block)]
    public async Task A_silence_that_has_ended_is_neither_extended_nor_ended(SilenceState state, GuardVerdict verdict)
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", state));

        Assert.Equal((verdict, verdict), ((await ExtendAsync("over")).Verdict, (await ExpireAsync("over")).Verdict));
    }

    [Fact]
    public async Task A_silence_that_is_not_there_is_unknown() => Assert.Equal(GuardVerdict.Unknown, (await ExtendAsync("over")).Verdict);

    [Fact]
    public async Task A_silence_of_another_system_is_too_broad_to_be_extended_or_ended_from_here()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"pay\""));

        Assert.Equal((GuardVerdict.Block, GuardVerdict.Block), ((await ExtendAsync("too-broad")).Verdict, (await ExpireAsync("too-broad")).Verdict));
    }

    [Fact]
    public async Task A_silence_whose_matchers_can_t_be_read_is_not_written_anew()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        Assert.Equal(GuardVerdict.Pass, (await ExtendAsync("readable")).Verdict);
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"") with { Unjudged = ["pod=~\"\\\\pL\""] });

        Assert.Equal(GuardVerdict.Block, (await ExtendAsync("readable")).Verdict);
    }

    [Fact]
    public async Task Alerts_that_wake_are_those_that_nothing_else_holds_back()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        world.Alerts = [Firing("Twice", silencedBy: [Id, "other"]), Firing("Inhibited", silencedBy: [Id]) with { InhibitedBy = ["x"] }];
        var none = await ExpireAsync("wakes");
        world.Alerts = world.Alerts.Add(Firing("Slow", silencedBy: [Id]));
        var one = await ExpireAsync("wakes");

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Warn, "Slow"), (none.Verdict, one.Verdict, one.Saw));
    }

    private Task<GuardAnswer> CreateAsync(string guard, string matchers, string duration = "1h") =>
        world.JudgeAsync(guard, Ask("silence-create", "main", ("matchers", matchers), ("duration", duration)));

    private Task<GuardAnswer> ExtendAsync(string guard, string duration = "1h") => world.JudgeAsync(guard, Ask("silence-extend", $"main/{Id}", ("duration", duration)));

    private Task<GuardAnswer> ExpireAsync(string guard) => world.JudgeAsync(guard, Ask("silence-expire", $"main/{Id}"));
}
