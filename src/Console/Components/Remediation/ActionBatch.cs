using System.Collections.Immutable;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <summary>One of several actions that are confirmed together.</summary>
/// <param name="draft">What the person has in front of them of it.</param>
public sealed class BatchPart(ActionDraft draft)
{
    /// <summary>What the person has in front of them of it.</summary>
    public ActionDraft Draft => draft;

    /// <summary>What became of it; null before it was taken.</summary>
    public ActionRun? Run { get; set; }

    /// <summary>What stands in the way of it, where it was refused or was not taken.</summary>
    public ImmutableArray<Problem> Refused { get; set; } = [];

    /// <summary>What it does, in words.</summary>
    public string Title => Run?.Plan.Title ?? Draft.Plan?.Title ?? Draft.Request.Target;
}

/// <summary>
/// Several guarded actions with one confirmation: each is planned, guarded, confirmed and recorded by itself, as if it were the only one; the person says why
/// and that they mean it once. A single one is the plain case.
/// </summary>
/// <param name="clock">The time.</param>
public sealed class ActionBatch(TimeProvider clock)
{
    private string reason = string.Empty;
    private string typed = string.Empty;

    /// <summary>The actions.</summary>
    public ImmutableArray<BatchPart> Parts { get; private set; } = [];

    /// <summary>Those that were not taken yet.</summary>
    public IEnumerable<BatchPart> Open => Parts.Where(part => part.Run is null);

    /// <summary>Whether any was taken.</summary>
    public bool IsBegun => Parts.Any(part => part.Run is not null);

    /// <summary>The most that is asked of the person for any of them.</summary>
    public RiskTier Tier => Open.Select(part => part.Draft.Tier).DefaultIfEmpty(RiskTier.Click).Max();

    /// <summary>What is typed to confirm several at once: how many they are.</summary>
    public string Phrase => $"{Open.Count()} {(Parts.FirstOrDefault()?.Draft.Request.Kind.StartsWith("silence", StringComparison.Ordinal) is true ? "silences" : "actions")}";

    /// <summary>What was typed.</summary>
    public string Typed
    {
        get => Parts is [var only] ? only.Draft.Typed : typed;
        set
        {
            typed = value;
            foreach (var part in Open)
            {
                part.Draft.Typed = value;
            }
        }
    }

    /// <summary>The reason, the same for all.</summary>
    public string Reason
    {
        get => reason;
        set
        {
            reason = value;
            foreach (var part in Open)
            {
                part.Draft.Reason = value;
            }
        }
    }

    /// <summary>Asks for these, as the form says now. What was said to one that stays is kept where its plan stays the same.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="asksReason">Whether a reason is asked for whatever the risk.</param>
    public void Ask(ImmutableArray<ActionRequest> requests, bool asksReason)
    {
        if (IsBegun)
        {
            return;
        }

        Parts =
        [
            .. requests.Select((request, at) =>
            {
                var part = at < Parts.Length && Parts[at].Draft.Request is var was && (was.Kind, was.System, was.Target) == (request.Kind, request.System, request.Target)
                    ? Parts[at]
                    : new BatchPart(new ActionDraft(request, asksReason, clock) { Reason = reason });
                part.Draft.Ask(request);
                return part;
            }),
        ];
    }

    /// <summary>Takes only those that were not taken, to try them again.</summary>
    public void Again()
    {
        foreach (var part in Parts.Where(part => part.Run is { IsOver: true, State: not RunState.Succeeded }))
        {
            part.Run = null;
            part.Refused = [];
        }
    }

    /// <summary>Why the button can't be pressed, in a sentence; null when it can.</summary>
    /// <param name="denied">What to say to who may not.</param>
    public string? WhyNot(Func<PlanAnswer.Denied, string> denied)
    {
        if (Parts.Length == 0)
        {
            return "Nothing is chosen.";
        }

        if (Open.FirstOrDefault(part => part.Draft.Refused.Length > 0 && part.Draft.IsAhead) is { } ahead)
        {
            return ahead.Draft.WhyNot(denied);
        }

        if (Parts.Length == 1)
        {
            return Parts[0].Draft.WhyNot(denied);
        }

        if (Tier is not RiskTier.Click && Typed.Trim() != Phrase)
        {
            return Open.Select(part => part.Draft).Where(draft => draft.Plan is null).Select(draft => draft.WhyNot(denied)).FirstOrDefault() ?? $"Type \"{Phrase}\".";
        }

        foreach (var part in Open)
        {
            // The count was typed for all of them: each is told the name it asks for.
            part.Draft.Typed = part.Draft.AsksName ? part.Draft.Plan!.Target.Typed : string.Empty;
            if (part.Draft.WhyNot(denied) is { } why)
            {
                return $"{part.Title}: {why}";
            }
        }

        return null;
    }

    /// <summary>What became of them, as a sentence.</summary>
    public string Outcome()
    {
        var (worked, going) = (Parts.Count(part => part.Run is { State: RunState.Succeeded }), Parts.Count(part => part.Run is { IsOver: false }));
        var failed = Parts.Length - worked - going;
        return going > 0 ? $"{worked} of {Parts.Length} seen to have worked, {going} under way{(failed > 0 ? $", {failed} not done" : string.Empty)}"
            : failed == 0 ? $"All {Parts.Length} worked"
            : worked == 0 ? "None of them worked"
            : $"Only {worked} of {Parts.Length} worked";
    }

    /// <summary>The state of a part as a word.</summary>
    /// <param name="part">The part.</param>
    internal static StateWord WordOf(BatchPart part) => part.Run is { } run ? ActionWords.Of(run)
        : part.Refused.IsEmpty ? new StateWord("Not asked for yet", "clock", "unknown")
        : new StateWord("Not taken", "block", "warning");
}
