using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Components.Remediation;

/// <summary>
/// What a person has in front of them before they confirm: the request with its parameters as typed, the newest plan, and what they said to it. Nothing
/// that was typed is lost when the plan is made anew, but what was said to one plan does not count for another.
/// </summary>
/// <param name="request">What was asked when the dialog opened.</param>
/// <param name="asksReason">Whether the action asks for a reason whatever its risk.</param>
/// <param name="clock">The time.</param>
public sealed partial class ActionDraft(ActionRequest request, bool asksReason, TimeProvider clock)
{
    // Who presses within this time of a change pressed for what stood there before.
    private static readonly TimeSpan TimeToSee = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> overridden = new(StringComparer.Ordinal);
    private string? seenHash;
    private TargetState? seenState;
    private DateTimeOffset hashSince = DateTimeOffset.MinValue;

    /// <summary>What is asked, with the parameters as they stand in the form.</summary>
    public ActionRequest Request { get; private set; } = request;

    /// <summary>What came of planning last; null before the first answer.</summary>
    public PlanAnswer? Answer { get; private set; }

    /// <summary>The plan, when there is one.</summary>
    public ActionPlan? Plan => (Answer as PlanAnswer.Made)?.Plan;

    /// <summary>Who could agree as a second person; null while none is asked for.</summary>
    public ImmutableArray<string>? Approvers { get; private set; }

    /// <summary>When planning last answered; null before.</summary>
    public DateTimeOffset? PlannedAt { get; private set; }

    /// <summary>Why planning did not answer the last time; null when it did.</summary>
    public string? Silence { get; private set; }

    /// <summary>Whether the form was changed since the newest plan.</summary>
    public bool IsAhead { get; private set; }

    /// <summary>What changed under what was typed, in a sentence; null while nothing did, and once it was looked at.</summary>
    public string? Changed { get; private set; }

    /// <summary>The target's name as typed.</summary>
    public string Typed { get; set; } = string.Empty;

    /// <summary>The reason as typed.</summary>
    public string Reason { get; set; } = string.Empty;

    /// <summary>Go without a second person.</summary>
    public bool BreakGlass { get; set; }

    /// <summary>What the desk refused at the last attempt.</summary>
    public ImmutableArray<Problem> Refused { get; set; } = [];

    /// <summary>The guards to go on in spite of.</summary>
    public IReadOnlySet<string> Overridden => overridden;

    /// <summary>Told again with each attempt that may be the same one: what was confirmed once is not confirmed twice.</summary>
    public string IdempotencyKey { get; private set; } = NewKey();

    /// <summary>What is wrong with a field.</summary>
    /// <param name="field">Its name.</param>
    public IEnumerable<string> ProblemsOf(string field) => (Answer is PlanAnswer.Wrong wrong && !IsAhead ? wrong.Problems : [])
        .Concat(Refused).Where(problem => problem.Where == field).Select(problem => problem.What).Distinct(StringComparer.Ordinal);

    /// <summary>Sets a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What was typed.</param>
    public void Set(string name, string value)
    {
        if (Request.Parameters.GetValueOrDefault(name, string.Empty) == value)
        {
            return;
        }

        Ask(Request with { Parameters = Request.Parameters.SetItem(name, value) });
    }

    /// <summary>Asks for something else, as the person has it in the form now.</summary>
    /// <param name="request">What.</param>
    public void Ask(ActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Request.AsksTheSame(request))
        {
            return;
        }

        Request = request;

        // The person's own doing: another plan is what they want. What they said to the guards of the old one does not count for it.
        (IsAhead, seenHash, seenState, Changed, BreakGlass, Refused, IdempotencyKey) = (true, null, null, null, false, [], NewKey());
        overridden.Clear();
    }

    /// <summary>Sets or takes back that a guard is to be overridden.</summary>
    /// <param name="guard">Its id.</param>
    /// <param name="isOn">Whether it is.</param>
    public void Override(string guard, bool isOn) => _ = isOn ? overridden.Add(guard) : overridden.Remove(guard);

    /// <summary>Planning answered.</summary>
    /// <param name="answer">What.</param>
    /// <param name="asked">What was asked: the answer to what stands in the form no more is dropped.</param>
    public void Take(PlanAnswer answer, ActionRequest asked)
    {
        if (!ReferenceEquals(asked, Request))
        {
            return;
        }

        (Answer, PlannedAt, Silence, IsAhead) = (answer, clock.GetUtcNow(), null, false);
        overridden.RemoveWhere(guard => Plan?.Stops.Any(stop => stop.Guard == guard && stop.MayBeOverridden) is not true);
        if (Plan is not { } plan || plan.Hash == seenHash)
        {
            return;
        }

        if (seenHash is not null)
        {
            hashSince = clock.GetUtcNow();
            if (Typed.Length > 0 || overridden.Count > 0 || BreakGlass)
            {
                // The reason stays: it is as good for the changed target, and the person looks again in any case.
                Changed = $"The target changed after you began to confirm: {Difference(seenState!, plan.State)}.";
                (Typed, BreakGlass) = (string.Empty, false);
                overridden.Clear();
            }
        }

        (seenHash, seenState) = (plan.Hash, plan.State);
        IdempotencyKey = NewKey();
    }

    /// <summary>Has it planned, and takes what comes of it: a plan, or why there is none.</summary>
    /// <param name="desk">Who plans.</param>
    /// <param name="person">For whom.</param>
    /// <param name="limit">How long it may take.</param>
    internal async Task PlanAsync(ActionDesk desk, Person person, PlanLimit limit)
    {
        var asked = Request;
        try
        {
            Take(await desk.PlanAsync(asked, person, limit.Token), asked);
            if (Tier is RiskTier.SecondPerson)
            {
                Approvers ??= await desk.ApproversAsync(asked.System, person, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsTold)
        {
            Fail(limit.Words);
        }
        catch (StorageException e)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Planning did not answer.</summary>
    /// <param name="why">Why.</param>
    public void Fail(string why) => Silence = why;

    /// <summary>The person looked at what changed.</summary>
    public void Look() => Changed = null;

    /// <summary>The desk did not take the confirmation.</summary>
    /// <param name="problems">Why.</param>
    public void Refuse(ImmutableArray<Problem> problems) => (Refused, IdempotencyKey) = (problems, NewKey());

    /// <summary>Refuses what the person can't have seen: the plan changed too short a time ago.</summary>
    /// <returns>Whether it did.</returns>
    public bool RefusesUnseen()
    {
        var isUnseen = clock.GetUtcNow() - hashSince < TimeToSee;
        Refused = isUnseen ? [new Problem("plan", "The plan changed just before you pressed: look at it, and press again.")] : [];
        return isUnseen;
    }

    /// <summary>What the person says to the plan.</summary>
    /// <exception cref="InvalidOperationException">There is no plan.</exception>
    public Confirmation Confirm() => new(Plan?.Hash ?? throw new InvalidOperationException("There is no plan to confirm."))
    {
        Typed = AsksName && Typed.Trim() is { Length: > 0 } typed ? typed : null,
        Reason = Reason.Trim() is { Length: > 0 } reason ? reason : null,
        Override = [.. overridden.Order(StringComparer.Ordinal)],
        BreakGlass = BreakGlass,
        IdempotencyKey = IdempotencyKey,
    };

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private static string Difference(TargetState was, TargetState now)
    {
        if (was.Uid != now.Uid)
        {
            return ActionWords.Fact("uid");
        }

        var facts = was.Facts.Keys.Union(now.Facts.Keys)
            .Select(name => (name, Was: was.Facts.GetValueOrDefault(name), Now: now.Facts.GetValueOrDefault(name)))
            .Where(fact => fact.Was != fact.Now)
            .Select(fact => $"{ActionWords.Fact(fact.name)}, from {fact.Was ?? "nothing"} to {fact.Now ?? "nothing"}");
        return string.Join("; ", facts) is { Length: > 0 } words ? words : "what the plan would do";
    }
}
