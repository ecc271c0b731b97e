using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts.Acknowledgements;

/// <summary>Which firing an acknowledgement is for, and what becomes of it, in whatever order things happen.</summary>
public sealed class AckRulesTests
{
    private static readonly Alert Alert = Any.Alert();
    private static readonly AckOwner Ada = new("ada", "Ada Ek");

    private static readonly Arbitrary<List<Step>> Steps = (
        from minutes in Gen.Choose(0, 90)
        from who in Gen.Elements("ada", "ben", "cleo")
        from what in Gen.Elements("take", "take", "take over", "withdraw", "refire")
        from hours in Gen.Choose(1, 3)
        select new Step(minutes, who, what, hours)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Theory]
    [InlineData(0, AlertState.Firing, true)]
    [InlineData(0, AlertState.Silenced, true)]
    [InlineData(0, AlertState.Inhibited, true)]
    [InlineData(-3, AlertState.Firing, true)]
    [InlineData(1, AlertState.Firing, false)]
    [InlineData(0, AlertState.Pending, false)]
    public void It_is_for_the_firing_it_was_made_in_also_when_another_source_tells_an_earlier_beginning(int minutesLater, AlertState state, bool isFor)
    {
        var ack = Taken();
        Assert.Equal(isFor, ack.IsFor(Alert with { StartsAt = Alert.StartsAt.AddMinutes(minutesLater), State = state }));
        Assert.Equal(isFor ? ack : null, new AckBoard([ack]).Of(Alert with { StartsAt = Alert.StartsAt.AddMinutes(minutesLater), State = state }));
        Assert.True(ack.IsFor(Alert with { StartsAt = Alert.StartsAt.AddTicks(7) }), "finer than what is stored is no other firing");
    }

    [Fact]
    public void It_is_over_at_the_very_instant_its_time_is()
    {
        var ack = Taken();
        Assert.Null(AckRules.End(ack, Alert, ack.Until.AddTicks(-10)));
        var over = AckRules.End(ack, Alert, ack.Until.AddMinutes(3))!;
        Assert.Equal((AckEnd.Expired, ack.Until, null), (over.Ended, over.EndedAt, over.EndedBy));
    }

    [Fact]
    public void Who_takes_what_expired_or_resolved_takes_it_from_nobody()
    {
        var (ack, ben) = (Taken(), new AckWish(new("ben", "Ben Ek"), string.Empty, null, false));
        var late = AckRules.Take(Alert, ack, ben, "2", ack.Until);
        Assert.Equal((AckVerdict.Acknowledged, AckEnd.Expired, null), (late.Verdict, late.Change!.Over!.Ended, late.Change.Now!.TakenFrom));
        var anew = AckRules.Take(Alert with { StartsAt = Alert.StartsAt.AddMinutes(1) }, ack, ben, "2", Any.Noon);
        Assert.Equal((AckVerdict.Acknowledged, AckEnd.Resolved, null), (anew.Verdict, anew.Change!.Over!.Ended, anew.Change.Now!.TakenFrom));
    }

    [Fact]
    public void Whatever_people_do_an_alert_has_one_owner_who_asked_for_it_and_nobody_loses_it_unasked() => Prop.ForAll(Steps, steps =>
    {
        var (alert, now, number) = (Alert, Any.Noon, 0);
        Acknowledgement? open = null;
        foreach (var step in steps)
        {
            now = now.AddMinutes(step.Minutes);
            var wish = new AckWish(new(step.Who, step.Who), $"{step.Who} {number}", TimeSpan.FromHours(step.Hours), step.What == "take over");
            var owner = open is not null && AckRules.End(open, alert, now) is null ? open.By.Subject : null;
            if (step.What == "refire")
            {
                alert = alert with { StartsAt = now };
                if (open?.IsFor(alert) is true && open.StartsAt < now)
                {
                    return false;
                }

                continue;
            }

            var decided = step.What == "withdraw" ? AckRules.Withdraw(open, wish.By, now) : AckRules.Take(alert, open, wish, $"{number++}", now);
            var kept = decided.Change?.Now is null && decided.Change?.Over is null ? open : decided.Change.Now;
            var isRight = decided.Verdict switch
            {
                AckVerdict.Acknowledged => owner is null && kept!.By == wish.By,
                AckVerdict.TakenOver => owner is not null && owner != step.Who && kept!.By == wish.By && kept.TakenFrom!.Subject == owner && decided.Change!.Over!.Ended is AckEnd.TakenOver,
                AckVerdict.Renewed or AckVerdict.AlreadyYours => owner == step.Who && kept!.By.Subject == step.Who,
                AckVerdict.SomebodyElses => owner is not null && owner != step.Who && ReferenceEquals(kept, open),
                AckVerdict.Withdrawn => kept is null,
                _ => step.What == "withdraw",
            };
            if (!isRight || (kept is not null && !ReferenceEquals(kept, open) && kept.Until - now > AckLimits.Longest))
            {
                return false;
            }

            open = kept;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static Acknowledgement Taken() => AckRules.Take(Alert, null, new AckWish(Ada, string.Empty, null, false), "1", Any.Noon).Change!.Now!;

    private sealed record Step(int Minutes, string Who, string What, int Hours);
}
