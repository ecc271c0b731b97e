using System.Text.RegularExpressions;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;

namespace OpsConsole.Components.Remediation;

/// <content>What a plan asks of the person, and why the button can't be pressed.</content>
public sealed partial class ActionDraft
{
    private const int ShortestReason = 5;
    private const int ShortestGlassReason = 20;
    private const int LongestReason = 500;
    private static readonly TimeSpan TooOld = TimeSpan.FromSeconds(12);

    /// <summary>How much the person must do: what the plan says, and the typed name at least when a guard is overridden.</summary>
    public RiskTier Tier => Plan is not { } plan ? RiskTier.Click
        : overridden.Count > 0 && plan.Tier is RiskTier.Click ? RiskTier.TypedName
        : plan.Tier;

    /// <summary>Whether the target's name is to be typed.</summary>
    public bool AsksName => Tier is not RiskTier.Click;

    /// <summary>Whether a reason is to be given.</summary>
    public bool AsksReason => AsksName || asksReason;

    /// <summary>Whether what was typed is the target's name.</summary>
    public bool NameFits => Plan is { } plan && Plain(Typed) == Plain(plan.Target.Typed);

    /// <summary>The letters a reason must have.</summary>
    public int LeastReason => BreakGlass ? ShortestGlassReason : ShortestReason;

    /// <summary>The letters a reason may have.</summary>
    public static int MostReason => LongestReason;

    /// <summary>Whether what is shown is too old to act on.</summary>
    public bool IsOld => PlannedAt is { } at && clock.GetUtcNow() - at > TooOld;

    /// <summary>Why the button can't be pressed, in a sentence; null when it can. The grant comes first: nothing that a person types would help.</summary>
    /// <param name="denied">What to say to who may not.</param>
    public string? WhyNot(Func<PlanAnswer.Denied, string> denied)
    {
        ArgumentNullException.ThrowIfNull(denied);
        return Answer switch
        {
            null => Silence ?? "The plan is being made.",
            PlanAnswer.Denied no => denied(no),
            _ when IsOld || Silence is not null => $"What you see is old: it could not be checked again{(Silence is null ? "." : $". {Silence}")}",
            _ when IsAhead => "What you typed is being checked.",
            PlanAnswer.Wrong wrong => ActionWords.Sentence(wrong.Problems[0].What),
            PlanAnswer.Unplannable no => Worst(no.Guards) is { } stop ? Words(stop) : ActionWords.Sentence(no.Because),
            _ => WhyNot(Plan!),
        };
    }

    private string? WhyNot(ActionPlan plan)
    {
        if (Worst(plan.Guards) is { } stop)
        {
            return Words(stop);
        }

        if (Changed is not null)
        {
            return "The target changed: look at it again first.";
        }

        if (AsksName && !NameFits)
        {
            return Typed.Length == 0 ? "Type the target's name with its place." : "What you typed is not the target's name with its place.";
        }

        var letters = Reason.Trim().Length;
        return (AsksReason || BreakGlass) && letters < LeastReason ? $"Give a reason of at least {LeastReason} letters."
            : letters > LongestReason ? $"The reason has {letters} letters: at most {LongestReason} are kept."
            : null;
    }

    // First what nobody can override: the rest may be settled in vain.
    private GuardAnswer? Worst(IEnumerable<GuardAnswer> guards) => guards.Where(guard => guard.Stops && !overridden.Contains(guard.Guard)).MinBy(guard => guard.MayBeOverridden);

    private static string Words(GuardAnswer stop) =>
        $"{ActionWords.Sentence($"{stop.Title}: {stop.Saw}")}{(stop.Verdict is GuardVerdict.Unknown ? " Unknown is never a pass." : null)}";

    // Blanks around the @ and at the ends do not matter; everything else does.
    private static string Plain(string text) => Around().Replace(text.Trim(), " @ ");

    [GeneratedRegex(@"\s*@\s*")]
    private static partial Regex Around();
}
