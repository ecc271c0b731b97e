using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts.Noise;

/// <summary>The tally, which reads backwards, against a plain walk forwards.</summary>
public sealed class NoiseProperties
{
    private const long Minute = 60_000_000;
    private static readonly string[] Words = ["firing", "silenced", "inhibited", "pending", TransitionStore.Resolved];

    [Fact]
    public void What_is_added_up_backwards_is_what_a_walk_forwards_finds() => Prop.ForAll(
        Gen.ListOf(from wait in Gen.Choose(1, 90) from word in Gen.Elements(Words) from away in Gen.Elements(false, false, true) select (wait, word, away)).ToArbitrary(),
        Gen.Choose(0, 600).ToArbitrary(),
        (story, start) =>
        {
            var (steps, now) = Steps(story);
            var since = (long)start * Minute;
            var tally = new NoiseTally(since, now);
            foreach (var step in steps.Where(step => step.At >= since).Reverse())
            {
                if (!tally.Knows("a"))
                {
                    tally.Meet("a", new NoiseKey("alpha", "Rule"), "critical");
                }

                tally.Add(step);
            }

            if (steps.Count > 0 && steps[^1].At < since)
            {
                tally.AddOngoing("a", new NoiseKey("alpha", "Rule"), "critical", steps[^1].To);
            }

            var found = tally.Rules(new HashSet<string>()).SingleOrDefault();
            var (firings, total, silenced, lasted) = Walk(steps, since, now);
            return since > now || (found is null ? total == 0 : (found.Firings, found.Total, found.Silenced) == (firings, TimeSpan.FromMicroseconds(total), TimeSpan.FromMicroseconds(silenced))
                && found.Median == Median(lasted));
        }).QuickCheckThrowOnFailure();

    private static (List<NoiseStep> Steps, long Now) Steps(IEnumerable<(int Wait, string Word, bool Away)> story)
    {
        var (steps, at, before) = (new List<NoiseStep>(), 0L, (string?)null);
        foreach (var (wait, word, away) in story)
        {
            at += wait * Minute;
            if (word != (before ?? TransitionStore.Resolved))
            {
                steps.Add(new NoiseStep("a", at, before, word, away));
                before = word;
            }
        }

        return (steps, at + Minute);
    }

    private static (int Firings, long Total, long Silenced, List<long> Lasted) Walk(List<NoiseStep> steps, long since, long now)
    {
        var (firings, total, silenced, lasted, begun) = (0, 0L, 0L, new List<long>(), (long?)null);
        for (var i = 0; i < steps.Count; i++)
        {
            var (from, to) = (Math.Max(since, steps[i].At), i + 1 < steps.Count ? steps[i + 1].At : now);
            var isFiring = IsFiring(steps[i].To);
            total += isFiring && to > from ? to - from : 0;
            silenced += steps[i].To == "silenced" && to > from ? to - from : 0;
            if (isFiring && !IsFiring(steps[i].From))
            {
                begun = steps[i].At >= since ? steps[i].At : null;
                firings += begun is null ? 0 : 1;
            }
            else if (!isFiring && IsFiring(steps[i].From))
            {
                if (begun is { } at && !steps[i].IsAway)
                {
                    lasted.Add(steps[i].At - at);
                }

                begun = null;
            }
        }

        return (firings, total, silenced, lasted);
    }

    private static bool IsFiring(string? word) => word is "firing" or "silenced" or "inhibited";

    private static TimeSpan? Median(List<long> lasted)
    {
        lasted.Sort();
        return lasted.Count == 0 ? null : TimeSpan.FromMicroseconds((lasted[(lasted.Count - 1) / 2] + lasted[lasted.Count / 2]) / 2);
    }
}
