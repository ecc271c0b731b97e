using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>All steps of an escalation, its rounds and the policies that follow unrolled: as it is when the escalation begins, it stays to its end.</summary>
/// <param name="Policy">The policy that it begins with; <c>usual</c> where the times are the system's own.</param>
/// <param name="Steps">The steps, in order; at least one.</param>
public sealed record EscalationPlan(string Policy, ImmutableArray<PlannedStep> Steps)
{
    /// <summary>The name of the plan that no policy made.</summary>
    public const string Usual = "usual";

    /// <summary>The longest plan, in steps.</summary>
    public const int Most = 200;

    private static readonly TimeSpan UsualPause = TimeSpan.FromMinutes(15);

    /// <summary>How many steps a policy has, its rounds and the policies that follow with it; none of these may lead back to itself.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="find">Finds a policy by its name.</param>
    public static int LengthOf(EscalationPolicy policy, Func<string, EscalationPolicy?> find)
    {
        var length = 0;
        for (var one = policy; one is not null; one = one.Then is { } then ? find(then) : null)
        {
            length += one.Steps.Length * (1 + (one.Repeat?.AtMost ?? 0));
        }

        return length;
    }

    /// <summary>Unrolls a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="book">Where the ones that follow it are.</param>
    public static EscalationPlan Of(EscalationPolicy policy, EscalationBook book)
    {
        var steps = ImmutableArray.CreateBuilder<PlannedStep>();
        var begin = TimeSpan.Zero;

        // No policy leads back to itself: that was refused when the file was read.
        for (var one = policy; one is not null; one = one.Then is { } then ? book.Policies.FirstOrDefault(other => other.Name == then) : null)
        {
            var rounds = 1 + (one.Repeat?.AtMost ?? 0);
            var every = one.Repeat?.Every ?? TimeSpan.Zero;
            for (var round = 0; round < rounds; round++)
            {
                foreach (var step in one.Steps)
                {
                    steps.Add(new PlannedStep(steps.Count + 1, begin + (round * every) + step.After, one.Name, step.Whom, step.By) { Round = round + 1 });
                }
            }

            begin = AfterLast(one, begin + ((rounds - 1) * every));
        }

        return new EscalationPlan(policy.Name, steps.ToImmutable());
    }

    // The next policy's own waits begin when this one's last wait is over: its first step must not come with this one's last.
    private static TimeSpan AfterLast(EscalationPolicy policy, TimeSpan lastRound)
    {
        var pause = policy.Repeat is { } repeat ? repeat.Every
            : policy.Steps is [.., var before, var last] ? last.After + (last.After - before.After)
            : policy.Steps[^1].After + UsualPause;
        return lastRound + pause;
    }
}

/// <summary>One step of a plan.</summary>
/// <param name="Number">Its number in the plan, from 1.</param>
/// <param name="After">How long after the begin.</param>
/// <param name="Policy">The policy that it is from.</param>
/// <param name="Whom">Names of people, rotations and groups.</param>
/// <param name="By">The channels, in the order in which they are tried.</param>
public sealed record PlannedStep(int Number, TimeSpan After, string Policy, ImmutableArray<string> Whom, ImmutableArray<string> By)
{
    /// <summary>Which round of its policy it belongs to, from 1.</summary>
    public int Round { get; init; } = 1;
}
