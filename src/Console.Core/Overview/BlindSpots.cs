using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Slo;

namespace OpsConsole.Overview;

/// <summary>Finds what a summary could not see: without it, silence would read as "all is well".</summary>
public static class BlindSpots
{
    /// <summary>The names of the sections that matter to this system and are stale, never seen, or without its data.</summary>
    internal static ImmutableArray<string> Of(SystemSummary seen, LiveState live, DateTimeOffset now)
    {
        var blind = ImmutableArray.CreateBuilder<string>();
        var profile = seen.Profile;
        Add(live.Alerts, true, live.Alerts.Current.Value is { Silent.IsEmpty: false });
        Add(live.Leadership, profile.Leader is not null, seen.Leader is null or { State: LeaderState.Unknown });
        Add(live.Slo, !profile.Slos.IsEmpty,
            seen.Budgets.Length < profile.Slos.Length || seen.Budgets.Any(budget => budget.Health == BudgetHealth.NoData));
        Add(live.Queues, !profile.Queues.IsEmpty,
            seen.Queues.Length < profile.Queues.Length || seen.Queues.Any(queue => queue.Level == Severity.Unknown));

        // A workload without a query is the cluster's to tell.
        Add(live.Workloads, profile.Workloads.Any(workload => workload.Ready is not null),
            seen.Workloads.Any(workload => workload.Profile.Ready is not null && workload.Ready is null));
        return blind.ToImmutable();

        void Add<T>(LiveSection<T> section, bool matters, bool lacks)
            where T : class
        {
            if (matters && (lacks || section.Current.FreshnessAt(now, section.StaleAfter) != Freshness.Live))
            {
                blind.Add(section.Name);
            }
        }
    }

    /// <summary>The section as a sentence names it.</summary>
    /// <param name="section">Its name.</param>
    public static string Words(string section) => section switch
    {
        "leadership" => "the leader",
        "slo" => "error budgets",
        _ => section,
    };
}
