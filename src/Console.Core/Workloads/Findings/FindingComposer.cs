using System.Collections.Immutable;
using OpsConsole.Leadership;

namespace OpsConsole.Workloads;

/// <summary>Runs all checks over all systems.</summary>
internal sealed class FindingComposer
{
    private readonly FindingMemory memory = new();
    private FindingBoard board = new([], []);

    /// <summary>The board, and whether it differs from the last.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="leadership">Who leads; null while it is not known.</param>
    /// <param name="certificates">The certificates.</param>
    /// <param name="now">The time.</param>
    public (FindingBoard Board, bool Changed) Compose(FleetPicture picture, LeadershipBoard? leadership, Certificates certificates, DateTimeOffset now)
    {
        var views = new ViewComposer(picture, now);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var gaps = ImmutableArray.CreateBuilder<FindingGap>();
        foreach (var system in picture.Systems)
        {
            gaps.AddRange(views.GapsOf(system));
            gaps.AddRange(certificates.Gaps.Where(gap => gap.System == system.Id));
            if (views.IsReady(system))
            {
                var view = views.Of(system, leadership?.Find(system.Id), certificates.Known.GetValueOrDefault(system.Id, []));
                findings.AddRange(memory.Settle(system.Id, Checks.All.SelectMany(check => check.Look(view).Select(found => (check.Id, found))), now));
            }
        }

        memory.Keep(picture.Systems.Select(system => system.Id).ToHashSet(StringComparer.Ordinal));
        if (board.Findings.SequenceEqual(findings) && board.Gaps.SequenceEqual(gaps))
        {
            return (board, false);
        }

        board = new FindingBoard(findings.ToImmutable(), gaps.ToImmutable());
        return (board, true);
    }
}
