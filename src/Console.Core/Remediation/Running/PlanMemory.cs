using System.Collections.Concurrent;

namespace OpsConsole.Remediation;

/// <summary>The plans that people looked at of late in this process: so that a changed one can be told apart from what they saw.</summary>
internal sealed class PlanMemory
{
    private const int Most = 500;
    private readonly ConcurrentDictionary<string, ActionPlan> plans = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Keeps one, and forgets the oldest.</summary>
    /// <param name="plan">The plan.</param>
    public void Keep(ActionPlan plan)
    {
        if (plans.TryAdd(plan.Hash, plan))
        {
            order.Enqueue(plan.Hash);
            if (order.Count > Most && order.TryDequeue(out var oldest))
            {
                plans.TryRemove(oldest, out _);
            }
        }
    }

    /// <summary>What differs between what somebody looked at and what is planned now, in a sentence.</summary>
    /// <param name="seenHash">What they looked at.</param>
    /// <param name="now">What is planned now.</param>
    public string Changed(string seenHash, ActionPlan now) => Changed(plans.GetValueOrDefault(seenHash), now, "you looked");

    /// <summary>What differs between two plans, in a sentence.</summary>
    /// <param name="seen">The earlier one; null when it is not known.</param>
    /// <param name="now">The later one.</param>
    /// <param name="since">Since what: <c>you looked</c>.</param>
    public static string Changed(ActionPlan? seen, ActionPlan now, string since)
    {
        if (seen is null || seen.Kind != now.Kind || seen.System != now.System || seen.Target.Key != now.Target.Key || !seen.Parameters.SequenceEqual(now.Parameters))
        {
            return $"this is not the plan that you looked at, or {now.Target.Title} changed since {since}: look at the plan as it is now";
        }

        if (seen.State.Uid != now.State.Uid)
        {
            return $"{now.Target.Title} changed since {since}: it was made anew, and is another object now";
        }

        var facts = seen.State.Facts.Keys.Union(now.State.Facts.Keys).Where(name => seen.State.Facts.GetValueOrDefault(name) != now.State.Facts.GetValueOrDefault(name))
            .Select(name => $"{name} from {seen.State.Facts.GetValueOrDefault(name) ?? "nothing"} to {now.State.Facts.GetValueOrDefault(name) ?? "nothing"}");
        return $"{now.Target.Title} changed since {since}: {string.Join(", ", facts)}";
    }
}
