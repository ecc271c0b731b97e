using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>Reads the steps of a policy.</summary>
/// <param name="known">The names.</param>
/// <param name="coverage">Finds gaps.</param>
internal sealed class StepReader(KnownNames known, Coverage coverage)
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const int MostSteps = 20;

    /// <summary>Reads the steps; at least one.</summary>
    public ImmutableArray<EscalationStep> Read(FieldReader policy)
    {
        var steps = new List<EscalationStep>();
        foreach (var field in policy.Groups("steps"))
        {
            var after = After(field, steps.Count == 0);
            if (steps is [.., var before] && after is { } wait && wait <= before.After)
            {
                field.Wrong("after", wait == before.After
                    ? "is as long as that of the step before: name all who are told at once in one step's whom"
                    : $"is {PromDuration.Format(wait)}, and {PromDuration.Format(before.After)} that of the step before: write the steps in their order, each wait counted from the begin");
            }

            steps.Add(new EscalationStep(after ?? steps.LastOrDefault()?.After ?? TimeSpan.Zero, Whom(field, "whom"), By(field)));
            field.RefuseTheRest();
        }

        if (!policy.Has("steps") || policy.IsEmptyList("steps"))
        {
            policy.Wrong("steps", "has none, so that nobody is told: write for example - {after: 5m, whom: [ROTATION], by: [CHANNEL]}");
        }
        else if (steps.Count > MostSteps)
        {
            policy.Wrong("steps", $"are {steps.Count}, {MostSteps} at most");
        }

        return [.. steps];
    }

    /// <summary>Reads whom the systems' own classes tell.</summary>
    public UsualEscalation ReadUsual(FieldReader field)
    {
        var usual = new UsualEscalation(Whom(field, "whom"), By(field), field.Has("escalate_to") ? Whom(field, "escalate_to") : field.Texts("escalate_to", _ => null));
        field.RefuseTheRest();
        return usual;
    }

    private static TimeSpan? After(FieldReader field, bool isFirst)
    {
        if (field.OptionalText("after") is not { } text)
        {
            if (!isFirst)
            {
                field.Wrong("after", "is missing: write how long after the begin, for example 15m; only the first step may be told at once");
            }

            return TimeSpan.Zero;
        }

        var read = PromDuration.Parse(text);
        if (!read.IsOk)
        {
            field.Wrong("after", read.Problems[0].What);
            return null;
        }

        if (read.Value > Longest)
        {
            field.Wrong("after", $"is longer than {Longest.TotalDays:0} days: nobody waits so long for an answer");
        }

        return read.Value;
    }

    private ImmutableArray<string> Whom(FieldReader field, string name)
    {
        var whom = field.Texts(name, one => known.Wrong(one, "person", "rotation", "group"));
        if (!field.Has(name) || field.IsEmptyList(name))
        {
            field.Wrong(name, $"names nobody: write {name}: [NAME] of a person, a rotation or a group");
        }
        else if (coverage.Gap(whom) is { } gap)
        {
            field.Wrong(name, gap);
        }

        return whom;
    }

    private ImmutableArray<string> By(FieldReader field)
    {
        var by = field.Texts("by", known.WrongChannel);
        if (!field.Has("by") || field.IsEmptyList("by"))
        {
            field.Wrong("by", "names no channel: write by: [CHANNEL], or several in the order in which they are tried");
        }

        return by;
    }
}
