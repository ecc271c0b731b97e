using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>What a person means: good enough to be done, once a second person agrees where one is needed.</summary>
/// <param name="Action">What.</param>
/// <param name="BrokenGlasses">How many glasses the person may break in a day for it.</param>
internal sealed record Meant(ConfirmedAction Action, int BrokenGlasses);

/// <summary>Stage 5: holds what a person says to what the plan asks of them.</summary>
/// <param name="rules">The rights.</param>
/// <param name="live">The profiles.</param>
/// <param name="book">The actions.</param>
/// <param name="people">Who could be asked.</param>
/// <param name="clock">The time.</param>
internal sealed partial class Confirming(IAccessRules rules, LiveState live, RemedyBook book, ActionPeople people, TimeProvider clock)
{
    private const int LettersOfReason = 5;
    private const int LettersForBrokenGlass = 20;
    private const int LongestReason = 500;

    /// <summary>Checks a confirmation.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="plan">The plan as it is now, which is the one that they saw.</param>
    /// <param name="confirmation">What they say.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What they mean; or what is missing. <c>guards</c> and <c>grant</c> are refusals, the others mistakes.</returns>
    public async Task<Result<Meant>> CheckAsync(ActionRequest request, ActionPlan plan, Confirmation confirmation, Person person, CancellationToken cancellation)
    {
        var overridden = Overridden(plan, confirmation, person);
        if (!overridden.IsOk)
        {
            return overridden.Problems;
        }

        // Without need the glass stays whole.
        var breaks = confirmation.BreakGlass && plan.Tier is RiskTier.SecondPerson;
        var glasses = breaks ? GlassesOf(plan, person) : 0;
        if (!glasses.IsOk)
        {
            return glasses.Problems;
        }

        var tier = !overridden.Value.IsEmpty && plan.Tier is RiskTier.Click ? RiskTier.TypedName : plan.Tier;
        var reason = confirmation.Reason?.Trim() ?? string.Empty;
        var asksReason = tier > RiskTier.Click || book.Find(plan.Kind) is { About.AsksReason: true };
        var problems = Problem.All(
            Problem.When(tier > RiskTier.Click && !IsTyped(confirmation.Typed, plan.Target.Typed), "typed", $"type {plan.Target.Typed} exactly: it says what this is done to, and where"),
            ReasonProblem(reason, breaks ? LettersForBrokenGlass : asksReason ? LettersOfReason : 0));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var now = StoredTime.Cut(clock.GetUtcNow());
        return new Meant(
            new ConfirmedAction
            {
                Id = RunId.New(now),
                Request = request,
                Plan = plan,
                By = person,
                At = now,
                Reason = reason.Length == 0 ? null : reason,
                Overridden = overridden.Value,
                BrokeGlass = breaks,
                Skipped = breaks ? await people.ApproversAsync(plan.System, person, cancellation).ConfigureAwait(false) : [],
            },
            glasses.Value);
    }

    /// <summary>What is wrong with a reason; null when nothing is.</summary>
    /// <param name="reason">The reason, without blanks around it.</param>
    /// <param name="letters">How many letters it must have.</param>
    public static Problem? ReasonProblem(string reason, int letters = LettersOfReason) =>
        reason.Length > LongestReason ? new Problem("reason", $"is {reason.Length} characters long; {LongestReason} are enough")
        : reason.Count(char.IsLetter) < letters ? new Problem("reason", $"say why in at least {letters} letters: it is kept in the audit")
        : reason.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? new Problem("reason", "holds a control character")
        : null;

    /// <summary>The stops that the person goes on in spite of, if they may.</summary>
    private Result<ImmutableArray<string>> Overridden(ActionPlan plan, Confirmation confirmation, Person person)
    {
        var wanted = confirmation.Override.IsDefault ? [] : confirmation.Override;
        var stops = plan.Stops.ToList();
        var inTheWay = stops.Where(guard => !guard.MayBeOverridden || !wanted.Contains(guard.Guard)).ToImmutableArray();
        if (!inTheWay.IsEmpty)
        {
            return inTheWay.Select(guard => new Problem("guards", $"{guard.Guard}: {guard.Title} ({guard.Saw}){(guard.MayBeOverridden ? "; it may be overridden by who has the right to" : string.Empty)}"))
                .ToImmutableArray();
        }

        return stops.Count > 0 && rules.Decide(person, Actions.OverrideGuard, plan.System) is { IsAllowed: false } refused
            ? new Problem("grant", $"you may not override a guard: {refused.Reason}")
            : stops.Select(guard => guard.Guard).ToImmutableArray();
    }

    /// <summary>How many glasses the person may break in a day for this action.</summary>
    private Result<int> GlassesOf(ActionPlan plan, Person person)
    {
        if (rules.Decide(person, Actions.BreakGlass, plan.System) is { IsAllowed: false } refused)
        {
            return new Problem("grant", $"you may not act without a second person: {refused.Reason}");
        }

        var perDay = ProfileOf(plan)?.BreakGlassPerDay ?? 0;
        return plan.MayBreakGlass && perDay > 0 ? perDay
            : new Problem("grant", $"the profile of {plan.System} does not let anybody {plan.Kind} without a second person");
    }

    private ActionProfile? ProfileOf(ActionPlan plan) => book.Find(plan.Kind) is { } remedy
        ? live.Systems.Current.Value?.Find(plan.System)?.Profile.Actions.FirstOrDefault(action => action.Kind == remedy.About.ProfileKind)
        : null;

    // Exact but for the blanks that people put around the sign, or leave out.
    private static bool IsTyped(string? typed, string wanted) => typed is not null && AroundAt().Replace(typed.Trim(), "@") == AroundAt().Replace(wanted.Trim(), "@");

    [GeneratedRegex(@"\s*@\s*", RegexOptions.CultureInvariant)]
    private static partial Regex AroundAt();
}
