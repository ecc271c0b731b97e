using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Runbooks;

/// <summary>What a person sees of a walkthrough: log lines that others kept are shown to those alone who may read logs.</summary>
public static class WalkSight
{
    /// <summary>The walkthrough as a person may see it.</summary>
    /// <param name="walk">The walkthrough.</param>
    /// <param name="rules">Who may what.</param>
    /// <param name="person">The person.</param>
    public static Walkthrough For(Walkthrough walk, IAccessRules rules, Person person)
    {
        ArgumentNullException.ThrowIfNull(walk);
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Decide(person, Actions.ReadLogs, walk.System) is { IsAllowed: false } denied
            ? walk with { Steps = walk.Steps.ToImmutableSortedDictionary(step => step.Key, step => WithoutLogs(step.Value, denied.Reason)) }
            : walk;
    }

    private static StepRecord WithoutLogs(StepRecord step, string why) => step with { Evidence = [.. step.Evidence.Select(kept => kept with { Answers = [.. kept.Answers.Select(answer => WithoutLog(answer, why))] })] };

    private static BlockAnswer WithoutLog(BlockAnswer answer, string why) => answer is { IsLog: true, Result: LinesResult or TableResult }
        ? answer with { Result = new NotAnsweredResult($"Log lines were kept here. {why}") }
        : answer;
}
