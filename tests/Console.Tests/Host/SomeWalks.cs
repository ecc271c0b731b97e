using OpsConsole.Live;
using OpsConsole.Runbooks;

namespace OpsConsole.Tests.Host;

/// <summary>A walkthrough of which everything is known.</summary>
internal static class SomeWalks
{
    /// <summary>Has it on the live state.</summary>
    public static void See(LiveState live) => live.Walkthroughs.Observed(new WalkBoard([new OpenWalk(
        new WalkSummary
        {
            Id = "01jdsomewalkgoeson00",
            Runbook = "billing/no-leader",
            Title = "No leader",
            System = "billing",
            Alert = "00000000000000aa",
            AlertName = "BillingNoLeader",
            Version = 3,
            StartedAt = DateTimeOffset.UnixEpoch,
            StartedBy = new("anna", "Anna Ek"),
            ChangedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
            Current = new RunbookStep("holder", 2, "Who holds the lease?", "Diagnose", 20),
            Steps = 5,
            Over = 1,
        },
        [new("ben", "Ben Ek")])]));
}
