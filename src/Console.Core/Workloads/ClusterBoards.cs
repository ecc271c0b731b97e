using OpsConsole.Live;

namespace OpsConsole.Workloads;

/// <summary>Writes the sections that are made of what the clusters tell: each only when it changed, or to confirm it.</summary>
/// <param name="live">The live state.</param>
/// <param name="clock">The time.</param>
internal sealed class ClusterBoards(LiveState live, TimeProvider clock)
{
    private readonly SectionPen<PodBoard> pods = new(live.Pods, clock);
    private readonly SectionPen<EventBoard> events = new(live.Events, clock);
    private readonly SectionPen<NodeBoard> nodes = new(live.Nodes, clock);
    private readonly SectionPen<WorkloadBoard> workloads = new(live.Workloads, clock);
    private readonly SectionPen<FindingBoard> findings = new(live.Findings, clock);
    private readonly PodComposer podComposer = new();
    private readonly EventComposer eventComposer = new();
    private readonly NodeComposer nodeComposer = new();
    private readonly WorkloadComposer workloadComposer = new();
    private readonly FindingComposer findingComposer = new();

    /// <summary>Writes pods, events, nodes and workloads.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="figures">What the metrics say; null before the first answer.</param>
    public void Write(FleetPicture picture, ReadyFigures? figures)
    {
        var now = clock.GetUtcNow();
        Write(pods, FleetPicture.Look(picture.Namespaces.Select(it => it.Pods)), podComposer.Compose(picture));
        Write(events, FleetPicture.Look(picture.Namespaces.Select(it => it.Events)), eventComposer.Compose(picture, now));
        Write(nodes, FleetPicture.Look(picture.Nodes.Values), nodeComposer.Compose(picture));
        Write(workloads, WorkloadComposer.Look(picture, figures), workloadComposer.Compose(picture, figures ?? ReadyFigures.None, now));
    }

    /// <summary>Writes the findings.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="certificates">The certificates.</param>
    public void WriteFindings(FleetPicture picture, Certificates certificates)
    {
        var shelves = picture.Namespaces.SelectMany(it => (Shelf[])[it.Pods, it.Deployments, it.Budgets, it.Autoscalers]);
        Write(findings, FleetPicture.Look(shelves), findingComposer.Compose(picture, live.Leadership.Current.Value, certificates, clock.GetUtcNow()));
    }

    private static void Write<T>(SectionPen<T> pen, (Sight Sight, string? Why) look, (T Board, bool Changed) composed)
        where T : class
    {
        switch (look.Sight)
        {
            case Sight.Clear:
                pen.Write(composed.Board, composed.Changed);
                break;
            case Sight.Blind:
                pen.Fail(look.Why ?? "the cluster does not answer");
                break;
        }
    }
}
