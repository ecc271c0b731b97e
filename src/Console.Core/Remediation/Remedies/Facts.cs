using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>What a target was, by name.</summary>
internal static class Facts
{
    /// <summary>A workload's wish, as often as it was changed.</summary>
    public const string Generation = "generation";

    /// <summary>How many replicas are wanted.</summary>
    public const string Desired = "replicas";

    /// <summary>How many were ready; beside the facts.</summary>
    public const string Ready = "ready";

    /// <summary>Makes them.</summary>
    /// <param name="facts">Names and values.</param>
    public static ImmutableSortedDictionary<string, string> Of(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            all[name] = value;
        }

        return all.ToImmutable();
    }

    /// <summary>What a plan for a workload is bound to.</summary>
    /// <param name="workload">Its object.</param>
    public static TargetState Of(PodController workload) =>
        new(workload.Id.Uid, Of((Generation, Write(workload.Generation)), (Desired, Write(workload.Desired)))) { Beside = Of((Ready, Write(workload.Ready))) };

    /// <summary>A number of a plan's facts, or of what was seen beside them.</summary>
    /// <param name="state">What the target was.</param>
    /// <param name="name">The fact's name.</param>
    public static long Number(this TargetState state, string name) =>
        long.Parse(state.Facts.GetValueOrDefault(name) ?? state.Beside[name], CultureInfo.InvariantCulture);

    /// <summary>What differs between two states, in a sentence: <c>generation 5, was 4</c>; null when they are the same.</summary>
    /// <param name="now">The one of now.</param>
    /// <param name="before">The earlier one.</param>
    public static string? Difference(TargetState now, TargetState before)
    {
        var facts = now.Facts.Where(fact => before.Facts.GetValueOrDefault(fact.Key) != fact.Value)
            .Select(fact => $"{fact.Key} {fact.Value}, was {before.Facts.GetValueOrDefault(fact.Key) ?? "not there"}");
        return now.Uid != before.Uid ? $"it was made anew (uid {now.Uid ?? "none"}, was {before.Uid ?? "none"})"
            : string.Join("; ", facts) is { Length: > 0 } different ? different
            : null;
    }

    private static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);
}
