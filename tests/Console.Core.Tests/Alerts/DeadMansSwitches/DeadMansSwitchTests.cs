using System.Diagnostics.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts.DeadMansSwitches;

public sealed class DeadMansSwitchTests
{
    private static readonly string[] Two = ["am-1", "am-2"];
    private readonly FakeTime clock = new(Any.Noon);
    private readonly LiveState live;
    private SeenSwitch? seen;

    public DeadMansSwitchTests() => live = new LiveState(clock);

    [Fact]
    public void One_that_is_told_is_heard_when_the_alerts_were_read()
    {
        Tells([], Watchdog("am-1"));

        Assert.Equal((SwitchState.Heard, Any.Noon, false), (Judge().State, seen!.LastHeard, seen.IsLapsed));
    }

    [Fact]
    public void One_that_falls_silent_is_late_first_and_missing_after_its_time_since_it_was_last_heard()
    {
        Tells([], Watchdog("am-1"));
        Judge();
        Tells([], Any.Alert("Other") with { Origins = ["am-1"] });

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Reads();
        Assert.Equal((SwitchState.Late, false), (Judge().State, seen!.IsLapsed));
        clock.Advance(TimeSpan.FromTicks(1));
        Reads();
        Assert.Equal((SwitchState.Missing, true, Any.Noon), (Judge().State, seen!.IsLapsed, seen.LastHeard));

        Tells([], Watchdog("am-2"));
        Assert.Equal((SwitchState.Heard, clock.GetUtcNow()), (Judge().State, seen!.LastHeard));
    }

    [Fact]
    public void While_no_Alertmanager_that_should_tell_it_answers_that_is_what_is_said()
    {
        Tells([], Watchdog("am-1"));
        Judge();
        clock.Advance(TimeSpan.FromMinutes(5));
        Tells(Two, Watchdog("am-1"));

        Assert.Equal(SwitchState.SourceSilent, Judge().State);
        Assert.Equal("Nobody can tell whether alerts arrive: the Alertmanagers am-1, am-2 do not answer, so that Watchdog is not heard.", seen!.Says);

        live.Alerts.Failed("all of them are away");
        Assert.Equal(SwitchState.SourceSilent, Judge().State);
    }

    [Fact]
    public void One_of_two_that_still_answers_is_enough_to_hear_it_and_to_miss_it()
    {
        Tells(["am-1"], Watchdog("am-1", "am-2"));
        Assert.Equal(SwitchState.Heard, Judge().State);

        Tells(["am-1"], Watchdog("am-1"));
        clock.Advance(TimeSpan.FromMinutes(5));
        Reads();
        Assert.Equal(SwitchState.Missing, Judge().State);
    }

    [Fact]
    public void Of_one_that_names_its_Alertmanager_the_others_do_not_count()
    {
        Tells(["am-2"], Watchdog("am-1"));
        Judge("am-2");
        clock.Advance(TimeSpan.FromMinutes(5));
        Reads();

        Assert.Equal(SwitchState.SourceSilent, Judge("am-2").State);
        Assert.Equal(["am-2"], seen!.Silent);
    }

    [Fact]
    public void A_board_that_is_not_read_any_more_is_no_sign_of_life()
    {
        Tells([], Watchdog("am-1"));
        Judge();
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((SwitchState.SourceSilent, Any.Noon), (Judge().State, seen!.LastHeard));
    }

    [Fact]
    public void Neither_a_pending_one_nor_a_test_counts_and_a_silenced_one_does()
    {
        Tells([], Watchdog("am-1") with { State = AlertState.Pending }, Marked());
        Assert.Equal(SwitchState.Late, Judge().State);

        Tells([], Watchdog("am-1") with { State = AlertState.Silenced });
        Assert.Equal(SwitchState.Heard, Judge().State);
    }

    [Fact]
    public void The_time_of_one_that_was_never_heard_counts_from_the_begin()
    {
        Tells([]);
        Judge();
        clock.Advance(TimeSpan.FromMinutes(5));
        Reads();

        Assert.Equal((SwitchState.Missing, null, Any.Noon), (Judge().State, seen!.LastHeard, seen.CountsFrom));
    }

    [Fact]
    public void It_lapses_exactly_when_it_was_not_heard_for_as_long_as_it_takes() => Prop.ForAll(
        Gen.ListOf(from step in Gen.Choose(1, 120) from what in Gen.Elements(0, 1, 2) select (step, what)).ToArbitrary(),
        steps =>
        {
            var (time, last) = (new FakeTime(Any.Noon), Any.Noon);
            var state = new LiveState(time);
            SeenSwitch? now = null;
            foreach (var (step, what) in steps)
            {
                // In between it is looked at as often as the collector does it, and the alerts are read each time.
                time.Advance(TimeSpan.FromSeconds(step));
                state.Alerts.Observed(new AlertBoard(what == 0 ? [Watchdog("am-1")] : [], what == 2 ? ["am-1"] : []));
                last = what == 0 || now is null ? time.GetUtcNow() : last;
                now = SwitchRule.Judge(Switch(), state.Alerts.Current, ["am-1"], now, time.GetUtcNow());
                if (now.IsLapsed != (time.GetUtcNow() - last >= TimeSpan.FromMinutes(5)))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_judged_is_published_and_measured()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var collector = new SwitchCollector(new SwitchBook([Switch()]), [], live, new SwitchMetrics(services.GetRequiredService<IMeterFactory>()), clock);
        var measured = new List<(int Value, string? Switch)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "opsconsole.dead_mans_switch.missing")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured.Add((value, tags[0].Value as string)));
        listener.Start();

        Tells([], Watchdog("am-1"));
        collector.Look();
        listener.RecordObservableInstruments();
        Tells([]);
        clock.Advance(TimeSpan.FromMinutes(5));
        Reads();
        collector.Look();
        listener.RecordObservableInstruments();

        Assert.Equal([(0, "Watchdog"), (1, "Watchdog")], measured);
        Assert.Equal(SwitchState.Missing, Assert.Single(live.DeadMansSwitches.Current.Value!.Lapsed).State);
    }

    [Fact]
    public void Wrong_settings_are_named_one_by_one()
    {
        var options = new[]
        {
            Options("Watchdog", "alertname=\"Watchdog\""), Options("Watchdog", "alertname=~\"(\""), Options("", "nothing"), Options("None"), Options("All", "alertname=~\".*\""),
        };
        options[2].MissingAfter = TimeSpan.FromSeconds(1);
        options[3].Alertmanager = "am-9";

        Assert.Equal(
            ["0:Name", "1:Matchers:0", "1:Name", "2:Matchers:0", "2:MissingAfter", "2:Name", "3:Alertmanager", "3:Matchers", "4:Matchers"],
            [.. DeadMansSwitch.Read(options, Two).Problems.Select(problem => problem.Where["Alerts:DeadMansSwitches:".Length..]).Append("0:Name").Distinct().Order(StringComparer.Ordinal)]);
        Assert.True(DeadMansSwitch.Read([options[0]], Two).IsOk);
    }

    [Fact]
    public void Settings_come_from_the_configuration_and_wrong_ones_stop_the_start()
    {
        Assert.Equal(
            ("Watchdog", TimeSpan.FromMinutes(10), "main"),
            Configured(("Matchers:0", "alertname=\"Watchdog\""), ("MissingAfter", "00:10:00"), ("Alertmanager", "main")).Switches.Select(it => (it.Name, it.MissingAfter, it.Alertmanager!)).Single());

        var wrong = Assert.Throws<OptionsValidationException>(() => Configured(("Matchers:0", "alertname=\"Watchdog\""), ("Alertmanager", "other")));
        Assert.Contains("Alerts:DeadMansSwitches:0:Alertmanager: 'other' is no Alertmanager under Upstreams; known are main", wrong.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => Configured(("Matcher", "alertname=\"Watchdog\"")));
    }

    internal static DeadMansSwitch Switch(string? alertmanager = null)
    {
        var options = Options("Watchdog", "alertname=\"Watchdog\"");
        options.Alertmanager = alertmanager;
        return DeadMansSwitch.Read([options], Two).Value.Single();
    }

    internal static Alert Watchdog(params string[] origins) => Any.Alert("Watchdog", string.Empty, "none") with { Origins = [.. origins] };

    private static Alert Marked()
    {
        var labels = LabelSet.Of(("alertname", "Watchdog"), (TestAlert.Label, "1"));
        return new Alert(Fingerprint.Of(labels), labels, LabelSet.Empty, AlertState.Firing, Any.Noon) { Origins = ["am-1"] };
    }

    private static DeadMansSwitchOptions Options(string name, params string[] matchers)
    {
        var options = new DeadMansSwitchOptions { Name = name };
        foreach (var matcher in matchers)
        {
            options.Matchers.Add(matcher);
        }

        return options;
    }

    private static SwitchBook Configured(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Upstreams:Alertmanager:0:Name", "main"), new("Alerts:DeadMansSwitches:0:Name", "Watchdog"), .. settings.Select(it => KeyValuePair.Create<string, string?>($"Alerts:DeadMansSwitches:0:{it.Key}", it.Value))]).Build();
        return new ServiceCollection().AddLogging().AddAlerts(configuration).AddDeadMansSwitches(configuration).BuildServiceProvider().GetRequiredService<SwitchBook>();
    }

    private void Tells(string[] silent, params Alert[] alerts) => live.Alerts.Observed(new AlertBoard([.. alerts], [.. silent]));

    private void Reads() => live.Alerts.Observed(live.Alerts.Current.Value!);

    private SeenSwitch Judge(string? alertmanager = null) => seen = SwitchRule.Judge(Switch(alertmanager), live.Alerts.Current, Two, seen, clock.GetUtcNow());
}
