using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Makes a question of the words of a command. The first thing that is wrong is kept, and stands against the whole.</summary>
/// <param name="given">The flags and operands.</param>
internal sealed partial class QuestionReading(FlagReading given)
{
    private static readonly Flag Selecting = new("selector", 'l', true);
    private static readonly Flag Everywhere = new("all-namespaces", 'A', false);

    public static ImmutableArray<Flag> GetFlags { get; } =
    [
        Selecting, Everywhere, new("output", 'o', true), new("sort-by", '\0', true), new("field-selector", '\0', true), new("show-labels", '\0', false),
        new("no-headers", '\0', false),
    ];

    public static ImmutableArray<Flag> DescribeFlags { get; } = [Selecting, Everywhere];

    public static ImmutableArray<Flag> LogFlags { get; } =
    [
        Selecting, new("container", 'c', true), new("tail", '\0', true), new("since", '\0', true), new("previous", 'p', false), new("timestamps", '\0', false),
        new("all-containers", '\0', false), new("prefix", '\0', false),
    ];

    public static ImmutableArray<Flag> CanIFlags { get; } = [Everywhere, new("subresource", '\0', true)];

    public static ImmutableArray<Flag> TopFlags { get; } = [Selecting, Everywhere, new("sort-by", '\0', true)];

    /// <summary>What stands against it; null when nothing does.</summary>
    public Problem? Refused { get; private set; }

    public KubectlQuestion? Get() => Object(0, "kubectl get") is not var (kind, name) ? null : Placed(new Get(kind, name)
    {
        Selector = Selector("selector", name),
        Fields = Selector("field-selector", name),
        Form = Form(),
        SortBy = given.Value("sort-by") is not { } by ? null : FieldPath.Read(by.Text) is { } path && by.Place is null ? path : Refuse<FieldPath>("--sort-by takes a simple path here, such as .metadata.creationTimestamp"),
        ShowLabels = given.Is("show-labels"),
    });

    public KubectlQuestion? Describe() => Object(0, "kubectl describe") is var (kind, name) ? Placed(new Describe(kind, name) { Selector = Selector("selector", name) }) : null;

    public KubectlQuestion? Logs()
    {
        var selector = Selector("selector", null);
        if (given.Operands.Count == 0 ? selector is null : selector is not null)
        {
            return Refuse<KubectlQuestion>(Refused is null ? "kubectl logs takes a pod, a workload or a selector, and one of them alone" : string.Empty);
        }

        var (kind, name) = given.Operands is [var one, ..] ? Named(one, KubectlKind.Pods) : (KubectlKind.Pods, null);
        return More(1, "kubectl logs") || kind is null ? null
            : kind != KubectlKind.Pods && !kind.HasPods ? Refuse<KubectlQuestion>($"{kind.Plural} have no logs")
            : Placed(new Logs(kind, name)
            {
                Selector = selector,
                Container = given.Value("container") is { } container ? Name(container, "a container") : null,
                Tail = given.Value("tail") is { } tail ? Lines(tail) : null,
                Since = given.Value("since") is { } since ? Duration(since) : null,
                Previous = given.Is("previous"),
                Timestamps = given.Is("timestamps"),
                AllContainers = given.Is("all-containers"),
                Prefix = given.Is("prefix"),
            });
    }

    public KubectlQuestion? RolloutStatus()
    {
        if (given.Operands is not [{ Place: null, Text: "status" }, ..])
        {
            var verb = given.Operands is [var first, ..] ? $" {FilledLine.Shown(first.Text)}" : string.Empty;
            return Refuse<KubectlQuestion>($"of kubectl rollout, status alone is answered, and not 'rollout{verb}'");
        }

        return Object(1, "kubectl rollout status") is not var (kind, name) ? null
            : kind == KubectlKind.ReplicaSets || !kind.HasPods ? Refuse<KubectlQuestion>($"{kind.Plural} have no rollout")
            : name is null ? Refuse<KubectlQuestion>("kubectl rollout status takes one workload by its name")
            : Placed(new RolloutStatus(kind, name));
    }

    public KubectlQuestion? CanI()
    {
        if (given.Operands is not [{ Place: null, Text: "can-i" }, { Place: null } verb, var what, ..] || More(3, "kubectl auth can-i"))
        {
            return Refuse<KubectlQuestion>("of kubectl auth, 'can-i VERB KIND' alone is answered");
        }

        var slash = what.Head.IndexOf('/', StringComparison.Ordinal);
        var resource = slash < 0 ? what.Text : what.Head[..slash];
        if (!Word().IsMatch(verb.Text) || !Resource().IsMatch(resource) || (slash < 0 && what.Place is not null))
        {
            return Refuse<KubectlQuestion>("kubectl auth can-i takes a verb such as delete and a kind such as pods");
        }

        var kind = KubectlKind.Find(resource);
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        return Placed(new CanI(verb.Text, kind?.Group ?? (dot < 0 ? string.Empty : resource[(dot + 1)..]), kind?.Plural ?? (dot < 0 ? resource : resource[..dot]))
        {
            Name = slash < 0 ? null : Name(what.Rest(slash + 1), "an object"),
            Subresource = given.Value("subresource") is not { } sub ? null : Word().IsMatch(sub.Text) ? sub.Text : Refuse<string>("--subresource takes a word such as log"),
            IsNamespaced = kind?.IsNamespaced ?? true,
        });
    }

    public KubectlQuestion? Top() => Object(0, "kubectl top") is not var (kind, name) ? null
        : kind != KubectlKind.Pods && kind != KubectlKind.Nodes ? Refuse<KubectlQuestion>($"kubectl top knows pods and nodes, and no {kind.Plural}")
        : Placed(new Top(kind, name)
        {
            Selector = Selector("selector", name),
            ByMemory = given.Value("sort-by")?.Text switch { null => null, "cpu" => false, "memory" => true, _ => Refuse<bool?>("--sort-by of kubectl top takes cpu or memory") },
        });

    // Where the objects are: of one namespace, or of all.
    private KubectlQuestion? Placed(KubectlQuestion question)
    {
        var placed = question with
        {
            Namespace = given.Value("namespace") is { } space ? Name(space, "a namespace") : null,
            InAll = given.Is("all-namespaces"),
        };
        return placed is { InAll: true } and (Kubectl.Get { Name: not null } or Kubectl.Describe { Name: not null } or Kubectl.Top { Name: not null })
            ? Refuse<KubectlQuestion>("one object is asked for by its name in one namespace, and not in all of them")
            : placed;
    }

    /// <summary>KIND, KIND NAME or KIND/NAME.</summary>
    private (KubectlKind Kind, string? Name)? Object(int from, string command)
    {
        if (given.Operands.Count <= from)
        {
            return Refuse<(KubectlKind, string?)?>($"{command} lacks a kind");
        }

        var (kind, name) = Named(given.Operands[from], null);
        if (kind is null)
        {
            return null;
        }

        if (name is null && given.Operands.Count > from + 1)
        {
            name = Name(given.Operands[++from], "an object");
        }

        return More(from + 1, command) ? null : (kind, name);
    }

    private (KubectlKind? Kind, string? Name) Named(Argument argument, KubectlKind? alone)
    {
        var slash = argument.Head.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && alone is not null)
        {
            return (alone, Name(argument, alone == KubectlKind.Pods ? "a pod" : "an object"));
        }

        if (slash < 0 && argument.Place is { } place)
        {
            Refused ??= Refusal.OfPlace(place, "stands where a kind is due");
            return (null, null);
        }

        var word = slash < 0 ? argument.Text : argument.Head[..slash];
        var kind = KubectlKind.Find(word) ?? Refuse<KubectlKind>(word switch
        {
            _ when word.Contains(',', StringComparison.Ordinal) => "it asks for several kinds at once; ask for each on a line of its own",
            "secret" or "secrets" or "configmap" or "configmaps" or "cm" => $"{word} may hold secrets, which are never read",
            _ => $"'{FilledLine.Shown(word)}' is none of the kinds that are answered here ({string.Join(", ", KubectlKind.All.Select(it => it.Plural))})",
        });
        return (kind, slash < 0 || kind is null ? null : Name(argument.Rest(slash + 1), "an object"));
    }

    private bool More(int operands, string command) =>
        given.Operands.Count > operands && Refuse<string>($"{command} asks for more than one thing ('{FilledLine.Shown(given.Operands[operands].Text)}'); ask for each on a line of its own") is null;

    private string? Name(Argument argument, string what) => argument.Text.Length <= 253 && ObjectName().IsMatch(argument.Text) ? argument.Text
        : argument.Place is { } place ? RefusePlace(place, $"makes '{FilledLine.Shown(argument.Text)}' of {what}, which is no name that Kubernetes allows")
        : Refuse<string>($"'{FilledLine.Shown(argument.Text)}' is no name of {what} that Kubernetes allows");

    private string? Selector(string flag, string? name)
    {
        if (given.Value(flag) is not { } selector)
        {
            return null;
        }

        // A value may fill the right side of key=value and nothing else: not a key, not a list, not a term of its own.
        var before = string.Empty;
        foreach (var part in selector.Parts)
        {
            var term = before[(before.LastIndexOf(',') + 1)..];
            if (part.Place is { } place && (!term.Contains('=', StringComparison.Ordinal) || before.Contains('(', StringComparison.Ordinal)))
            {
                return RefusePlace(place, $"stands in --{flag} where no value is due; it may follow on '='");
            }

            before += part.Text;
        }

        return name is not null ? Refuse<string>($"--{flag} and a name exclude each other")
            : before.Length is > 0 and <= 1_000 && SelectorText().IsMatch(before) ? before : Refuse<string>($"--{flag} is none that Kubernetes reads");
    }

    private GetForm Form() => given.Value("output") switch
    {
        null => GetForm.Table,
        { Place: null, Text: "wide" } => GetForm.Wide,
        { Place: null, Text: "yaml" } => GetForm.Yaml,
        { Place: null, Text: "json" } => GetForm.Json,
        { Place: null, Text: "name" } => GetForm.Name,
        var other => Refuse<GetForm>($"of the forms of -o, wide, yaml, json and name are answered, and not '{FilledLine.Shown(other.Text.Split('=')[0])}'"),
    };

    private int? Lines(Argument argument) => argument.Text == "-1" ? null
        : int.TryParse(argument.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines
        : Refuse<int?>("--tail takes a number of lines");

    private TimeSpan? Duration(Argument argument) => PromDuration.TryParse(argument.Text, out var span) && span > TimeSpan.Zero
        ? span : Refuse<TimeSpan?>("--since takes a duration such as 10m");

    private string? RefusePlace(string place, string why)
    {
        Refused ??= Refusal.OfPlace(place, why);
        return null;
    }

    private T? Refuse<T>(string why)
    {
        Refused ??= Refusal.Because(why);
        return default;
    }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectName();

    [GeneratedRegex(@"\A[A-Za-z0-9._/=!,() -]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SelectorText();

    [GeneratedRegex(@"\A(?:[a-z]{2,30}|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A(?:[a-z][a-z0-9.-]{1,100}|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();
}
