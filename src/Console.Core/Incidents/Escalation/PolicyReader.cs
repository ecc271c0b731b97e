using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>Reads the policies.</summary>
/// <param name="file">The file as people see it.</param>
/// <param name="steps">Reads their steps.</param>
internal sealed class PolicyReader(string file, StepReader steps)
{
    private const int MostRounds = 20;
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMinutes(5);

    /// <summary>Reads all of them.</summary>
    public ImmutableArray<EscalationPolicy> Read(FieldReader top)
    {
        List<FieldReader> fields = [.. top.Groups("policies")];
        var names = fields.Select(field => field.Peek("name")).OfType<string>().ToList();
        ImmutableArray<(FieldReader Field, EscalationPolicy Policy)> read = [.. fields.Select(field => (field, Read(field, names)))];
        var ways = read.Select(one => Loops.From(one.Policy.Name, name => Find(name)?.Then is { } then ? [then] : [])).ToList();
        foreach (var ((field, policy), way) in read.Zip(ways))
        {
            if (way is { } loop)
            {
                field.Wrong("then", $"leads back to itself, so that it would never end: {string.Join(" -> ", loop)}; to go through it again, write repeat");
            }
            else if (ways.All(one => one is null) && EscalationPlan.LengthOf(policy, Find) is > EscalationPlan.Most and var length)
            {
                field.Wrong($"has {length} steps with its rounds and the policies that follow, {EscalationPlan.Most} at most");
            }
        }

        return [.. read.Select(one => one.Policy)];

        EscalationPolicy? Find(string name) => read.FirstOrDefault(one => one.Policy.Name == name).Policy;
    }

    private EscalationPolicy Read(FieldReader field, List<string> names)
    {
        var name = field.ObjectName("name", "what it is called");
        if (names.Count(one => one == name) > 1)
        {
            field.Wrong("name", $"two policies are called '{FieldReader.Short(name)}'");
        }

        var systems = field.Texts("systems", id => FieldReader.WrongObjectName(id) is null ? null : $"'{FieldReader.Short(id)}' can't be a system's id: write the name of its profile without .yaml");
        var classes = ClassReading.Read(field, 0);
        var matchers = field.Texts("matchers", text => Matcher.Parse(text) is { IsOk: false } wrong ? $"is wrong at {wrong.Problems[0].Where}: {wrong.Problems[0].What}" : null);
        RefuseEmpty(field, "systems", "classes", "matchers");
        var policy = new EscalationPolicy(name, steps.Read(field), $"{file}:{field.Place.Line}")
        {
            Systems = systems,
            Classes = classes,
            Matchers = [.. matchers.Select(text => Matcher.Parse(text).Value)],
            IsOnlyThen = field.Flag("only_then"),
            Then = field.OptionalText("then"),
        };
        if (policy.Then is { } then && !names.Contains(then))
        {
            field.Wrong("then", $"no policy is called '{FieldReader.Short(then)}'; {(NearestName.To(then, names) is { } meant ? $"did you mean '{meant}'?" : $"known are {string.Join(", ", names)}")}");
        }

        policy = policy with { Repeat = field.Group("repeat") is { } repeat ? Repeat(repeat, policy.Steps) : null };
        field.RefuseTheRest();
        return policy;
    }

    private static EscalationRepeat Repeat(FieldReader field, ImmutableArray<EscalationStep> steps)
    {
        var every = field.Duration("every", "the time from the begin of one round to the begin of the next");
        var last = steps.IsEmpty ? TimeSpan.Zero : steps[^1].After;
        if (every > StepReader.Longest)
        {
            field.Wrong("every", $"is longer than {StepReader.Longest.TotalDays:0} days");
        }
        else if (every > TimeSpan.Zero && (every <= last || every < ShortestRound))
        {
            field.Wrong("every", $"must be longer than the last step's wait of {PromDuration.Format(last)}, and {PromDuration.Format(ShortestRound)} at least: a round begins when the one before is over");
        }

        var round = new EscalationRepeat(every, field.Whole("at_most", 1, MostRounds));
        field.RefuseTheRest();
        return round;
    }

    // A list that became empty by a slip must not mean "all".
    private static void RefuseEmpty(FieldReader field, params string[] names)
    {
        foreach (var name in names.Where(field.IsEmptyList))
        {
            field.Wrong(name, "is an empty list: leave the field away for all, or name one");
        }
    }
}

/// <summary>Reads severity classes.</summary>
internal static class ClassReading
{
    private const int Worst = 3;

    /// <summary>Reads <c>classes</c>: whole numbers from a least one to 3; none when absent.</summary>
    public static ImmutableArray<int> Read(FieldReader field, int least) =>
    [
        .. field.Texts("classes", text => text is [>= '0' and <= '3'] && text[0] - '0' >= least ? null
            : text == "0" ? "for class 0 somebody gets up: it knows no quiet hours"
            : $"'{FieldReader.Short(text)}' is no severity class: write {string.Join(", ", Enumerable.Range(least, Worst - least + 1))}").Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];
}

/// <summary>Reads quiet hours.</summary>
internal static class QuietReader
{
    /// <summary>Reads them.</summary>
    public static QuietHours Read(FieldReader top)
    {
        var spans = new List<QuietSpan>();
        foreach (var field in top.Groups("quiet_hours"))
        {
            var span = new QuietSpan(ClassReading.Read(field, 1), WallReading.Time(field, "from"), WallReading.Time(field, "to"), WallReading.Zone(field));
            if (!field.Has("classes") || field.IsEmptyList("classes"))
            {
                field.Wrong("classes", "is missing: write the severity classes that wait, for example [2, 3]");
            }

            if (span.From == span.To && field.Has("from") && field.Has("to"))
            {
                field.Wrong("to", "is the begin itself: quiet hours that last all day would never end");
            }

            foreach (var twice in span.Classes.Where(one => spans.Any(other => other.Classes.Contains(one))))
            {
                field.Wrong("classes", $"class {twice} has quiet hours already");
            }

            field.RefuseTheRest();
            spans.Add(span);
        }

        return new QuietHours([.. spans]);
    }
}
