using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>What will be done, to exactly what, what stands for and against it, and what a person must do first: stages 1 to 4.</summary>
public sealed record ActionPlan
{
    /// <summary>Which action.</summary>
    public required string Kind { get; init; }

    /// <summary>What it does to this target, in words: <c>Scale Deployment fleet/worker to 5</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>The target.</summary>
    public required ActionTarget Target { get; init; }

    /// <summary>The parameters, each read and written anew: one spelling for one meaning.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the target was when the plan was made: what the plan is bound to.</summary>
    public required TargetState State { get; init; }

    /// <summary>Why the person may: the grant in words.</summary>
    public required string GrantedBy { get; init; }

    /// <summary>As whom the cluster is asked, in words.</summary>
    public required string ActsAs { get; init; }

    /// <summary>What the guards say, worst first.</summary>
    public ImmutableArray<GuardAnswer> Guards { get; init; } = [];

    /// <summary>What will change, by the server's rehearsal where it has one.</summary>
    public ImmutableArray<PlannedChange> Changes { get; init; } = [];

    /// <summary>What the server warns of; from outside: encode it.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>What a person must do.</summary>
    public required RiskTier Tier { get; init; }

    /// <summary>Why so much, in a sentence.</summary>
    public required string TierBecause { get; init; }

    /// <summary>Whether the profile lets an admin go without the second person.</summary>
    public bool MayBreakGlass { get; init; }

    /// <summary>What undoes it, in a sentence; null when it can't be undone.</summary>
    public string? Undo { get; init; }

    /// <summary>Why it can't be undone, in a sentence; null when it can.</summary>
    public string? NoUndoBecause { get; init; }

    /// <summary>What is looked at afterwards, and for how long: <c>another holder within 1 min</c>.</summary>
    public required string Verifies { get; init; }

    /// <summary>How long the world has to become as wanted.</summary>
    public required TimeSpan VerifyWithin { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// SHA-256 over the canonical form of action, system, target, parameters and <see cref="State"/>: the same as long as the same would be done to
    /// the same thing. 64 lower case hexadecimal digits.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>The guards that stop it.</summary>
    public IEnumerable<GuardAnswer> Stops => Guards.Where(guard => guard.Stops);
}

/// <summary>What a target was at one time.</summary>
/// <param name="Uid">Its identity; null for what does not exist yet.</param>
/// <param name="Facts">
/// What the plan depends on, by name: a lease's <c>resourceVersion</c>, a workload's <c>generation</c> and <c>replicas</c>, a silence's <c>endsAt</c>. Not a
/// workload's resourceVersion, which each probe of each pod moves.
/// </param>
public sealed record TargetState(string? Uid, ImmutableSortedDictionary<string, string> Facts)
{
    /// <summary>What else was seen then, by name, that the plan does not depend on and its hash leaves out: how many were ready, who held the lease.</summary>
    public ImmutableSortedDictionary<string, string> Beside { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>One line of what will change.</summary>
/// <param name="Before">How it is; null when it is not there.</param>
/// <param name="After">How it will be; null when it will be gone.</param>
public sealed record PlannedChange(string? Before, string? After);

/// <summary>What came of planning.</summary>
public abstract record PlanAnswer
{
    private PlanAnswer()
    {
    }

    /// <summary>Stage 1: the person may not.</summary>
    /// <param name="Action">What they lack the right to.</param>
    /// <param name="Decision">Why not.</param>
    public sealed record Denied(GuardedAction Action, Decision Decision) : PlanAnswer;

    /// <summary>Stage 2: what is asked makes no sense, or is out of bounds.</summary>
    /// <param name="Problems">Each with the field's name: <c>kind</c>, <c>system</c>, <c>target</c> or a parameter's.</param>
    public sealed record Wrong(ImmutableArray<Problem> Problems) : PlanAnswer;

    /// <summary>Stage 3 or 4 could not be made: an upstream or the store does not answer, or refuses the rehearsal.</summary>
    /// <param name="Stage">Which of the two.</param>
    /// <param name="Because">Why, in a sentence; the server's words are from outside: encode it.</param>
    /// <param name="Guards">What the guards said, if they could be asked.</param>
    public sealed record Unplannable(ActionStage Stage, string Because, ImmutableArray<GuardAnswer> Guards) : PlanAnswer
    {
        /// <summary>Whether the server answered, and refuses the rehearsal: asking again changes nothing.</summary>
        public bool IsRefused { get; init; }
    }

    /// <summary>There is a plan. Its guards may stop it all the same.</summary>
    /// <param name="Plan">The plan.</param>
    public sealed record Made(ActionPlan Plan) : PlanAnswer;
}
