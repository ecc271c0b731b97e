using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class SuppressionChainTests
{
    private static readonly SeenSilence Ada = new(
        new Silence("am-1", "s1", [Matcher.Create("alertname", MatchKind.Equal, "NoLeader").Value], Any.Noon, Any.Noon.AddHours(2), "ada", "patching", SilenceState.Active), ["am-1"]);

    [Fact]
    public void An_alert_that_fires_has_none() => Assert.Empty(Of(Any.Alert()).Causes);

    [Fact]
    public void What_inhibits_may_itself_be_silenced()
    {
        var cause = Any.Alert("NoLeader", state: AlertState.Silenced) with { SilencedBy = ["s1"] };
        var chain = Of(Held("Lag", cause.Fingerprint), cause);

        var inhibition = Assert.IsType<AlertCause>(Assert.Single(chain.Causes));
        Assert.Same(cause, inhibition.Alert);
        Assert.Same(Ada, Assert.IsType<SilenceCause>(Assert.Single(inhibition.Because)).Seen);
        Assert.False(chain.IsCauseGone);
    }

    [Fact]
    public void A_cause_that_is_not_reported_any_more_is_gone()
    {
        var held = Held("Lag", "0123456789abcdef");

        Assert.True(Of(held).IsCauseGone);
        Assert.True(SuppressionChain.IsCauseGoneFor(held, _ => false));
        Assert.False(SuppressionChain.IsCauseGoneFor(held, _ => true));
    }

    [Fact]
    public void One_cause_that_is_still_there_is_enough()
    {
        var cause = Any.Alert("NoLeader");

        Assert.False(Of(Held("Lag", "0123456789abcdef", cause.Fingerprint), cause).IsCauseGone);
        Assert.False(Of(Held("Lag", "0123456789abcdef") with { SilencedBy = ["s1"] }).IsCauseGone);
        Assert.False(SuppressionChain.IsCauseGoneFor(Held("Lag", "0123456789abcdef") with { SilencedBy = ["s1"] }, _ => false));
    }

    [Fact]
    public void A_silence_that_is_not_known_is_told_by_its_id()
    {
        var chain = Of(Any.Alert(state: AlertState.Silenced) with { SilencedBy = ["gone"] });

        Assert.Equal(new SilenceCause("gone", null), Assert.Single(chain.Causes));
        Assert.False(chain.IsCauseGone);
    }

    [Fact]
    public void Alerts_that_hold_one_another_back_are_told_once_and_said_to_be_a_circle()
    {
        var (one, two) = (Any.Alert("One"), Any.Alert("Two"));
        var chain = Of(
            one with { State = AlertState.Inhibited, InhibitedBy = [two.Fingerprint] }, two with { State = AlertState.Inhibited, InhibitedBy = [one.Fingerprint] },
            one with { State = AlertState.Inhibited, InhibitedBy = [two.Fingerprint] });

        var first = (AlertCause)chain.Causes[0];
        var second = (AlertCause)first.Because[0];
        Assert.Equal(("Two", false), (first.Alert!.Name, first.IsCircle));
        Assert.Equal(("One", true, 0), (second.Alert!.Name, second.IsCircle, second.Because.Length));
    }

    [Fact]
    public void A_long_chain_and_many_causes_come_to_an_end()
    {
        var alerts = Enumerable.Range(0, 40).Select(i => Any.Alert($"A{i}")).ToArray();
        var chained = alerts.Select((alert, i) => alert with { State = AlertState.Inhibited, InhibitedBy = [.. alerts.Skip(i + 1).Take(2).Select(next => next.Fingerprint)] }).ToArray();

        Assert.True(Count(Of(chained[0], chained).Causes) < 200);
    }

    private static int Count(ImmutableArray<SuppressionCause> causes) => causes.Sum(cause => 1 + (cause is AlertCause inhibition ? Count(inhibition.Because) : 0));

    private static Alert Held(string name, params ImmutableArray<string> by) => Any.Alert(name, state: AlertState.Inhibited) with { InhibitedBy = by };

    private static SuppressionChain Of(Alert alert, params Alert[] board) =>
        SuppressionChain.Of(alert, id => Array.Find(board, other => other.Fingerprint == id), id => id == "s1" ? Ada : null);
}
