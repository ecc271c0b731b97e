using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Silences;

namespace OpsConsole.Incidents;

/// <summary>Something that somebody did, for who comes after them.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Their name.</param>
/// <param name="Says">What, to follow the name: parts of it are untrusted text.</param>
/// <param name="Kind">What it was done with.</param>
/// <param name="Id">Its id; of an alert, the fingerprint.</param>
public sealed record HandOverDone(DateTimeOffset At, string Who, string Says, LinkKind Kind, string Id)
{
    private const int LongestTitle = 200;

    /// <summary>What was done within the shift, newest first, as far as the live state still has it.</summary>
    internal static ImmutableArray<HandOverDone> Of(HandOverScene scene) =>
    [
        .. Actions(scene).Concat(Acknowledged(scene)).Concat(Silenced(scene)).Where(one => one.At <= scene.At && scene.At - one.At <= HandOverReport.Shift)
            .OrderByDescending(one => one.At).ThenBy(one => one.Id, StringComparer.Ordinal),
    ];

    // What waits for a second person is told among the approvals, and a silence that was made among the silences.
    private static IEnumerable<HandOverDone> Actions(HandOverScene scene) => (scene.Actions ?? ActionBoard.Empty).Runs
        .Where(run => run.State is not RunState.Waiting && !(run.Plan.Kind == "silence-create" && run.State is RunState.Succeeded))
        .Select(run => new HandOverDone(run.EndedAt ?? run.At, run.By.Name, $"{Title(run)}: {State(run)}", LinkKind.Action, run.Id));

    private static IEnumerable<HandOverDone> Acknowledged(HandOverScene scene) => (scene.Acknowledgements ?? AckBoard.Empty).Acknowledgements
        .GroupBy(one => (one.By.Subject, one.AlertName, one.System, one.At)).Select(group => group.First())
        .Select(one => new HandOverDone(one.At, one.By.Name, $"acknowledged {(one.AlertName.Length == 0 ? "an alert without a name" : Cut(one.AlertName))}", LinkKind.Alert, one.Fingerprint));

    private static IEnumerable<HandOverDone> Silenced(HandOverScene scene) => (scene.Silences ?? SilenceBoard.Empty).In(SilenceState.Active)
        .Select(seen => new HandOverDone(seen.Silence.StartsAt, seen.Silence.CreatedBy, $"silenced {Cut(LinkedSilences.LinkOf(seen).Title)}", LinkKind.Silence, seen.Silence.Id));

    private static string Title(ActionRun run) => Cut($"{run.Plan.Title} ({run.Plan.System})");

    private static string State(ActionRun run) => (run.State, run.Outcome) switch
    {
        (RunState.Approved or RunState.Running, _) => "under way",
        (RunState.Refused, _) => "not agreed to",
        (RunState.Lapsed, _) => "lapsed",
        (RunState.Withdrawn, _) => "withdrawn",
        (_, ActionOutcome.Worked) or (RunState.Succeeded, _) => "worked",
        (_, ActionOutcome.NoEffect) => "no effect",
        (_, ActionOutcome.MadeWorse) => "made it worse",
        (_, ActionOutcome.RefusedByServer) => "refused by the server",
        (_, ActionOutcome.NotBegun) => "not done",
        (RunState.Failed, _) => "failed",
        _ => "not known whether done",
    };

    private static string Cut(string text) => text.Length <= LongestTitle ? text : $"{text[..LongestTitle]}…";
}
