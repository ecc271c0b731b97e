using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Good to know before acting.</summary>
    Hint,

    /// <summary>Will hurt when something else happens.</summary>
    Warning,

    /// <summary>Hurts now.</summary>
    Problem,
}

/// <summary>Something about a system's set-up or state that a person should know, with why and what to do.</summary>
public sealed record Finding
{
    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>Which check found it, stable and in URL form: <c>budget-blocks-drain</c>.</summary>
    public required string Check { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingLevel Level { get; init; }

    /// <summary>What it is about: <c>Deployment NAMESPACE/NAME</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What is found, in one short sentence.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters, with the figures that were seen.</summary>
    public required string Why { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>Since when, by our clock; null when it was so when we first looked.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>A check that can't be made, and why: never silence for "all is well".</summary>
/// <param name="System">The system's id.</param>
/// <param name="Check">What can't be checked, for a person: <c>disruption budgets</c>.</param>
/// <param name="Because">Why, in a sentence: <c>this cluster does not serve policy/v1</c>.</param>
public sealed record FindingGap(string System, string Check, string Because);

/// <summary>The findings of all systems.</summary>
/// <param name="Findings">Worst first within a system.</param>
/// <param name="Gaps">What could not be checked.</param>
public sealed record FindingBoard(ImmutableArray<Finding> Findings, ImmutableArray<FindingGap> Gaps)
{
    /// <summary>The findings of a system, worst first.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<Finding> Of(string system) => Findings.Where(finding => finding.System == system);

    /// <summary>What could not be checked of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<FindingGap> GapsOf(string system) => Gaps.Where(gap => gap.System == system);
}
