using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using YamlDotNet.RepresentationModel;

namespace OpsConsole.Core.Tests.Remediation.Rights;

/// <summary>Billing, which lets everything be done, and a cluster whose roles the test writes.</summary>
internal sealed class RightsWorld : IRightsSource
{
    public const string Kube = "kube-system";

    /// <summary>What the role that comes with the console gives for looking, and what everybody may who signs in.</summary>
    public static IReadOnlyList<GrantedRule> Read { get; } =
    [
        .. Shipped("base/read.yaml"),
        Rule("create", "authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews"),
        Rule("create", "authentication.k8s.io", "selfsubjectreviews"),
        new(["get"], [], [], []) { Paths = ["/healthz", "/version"] },
    ];

    /// <summary>What the role that comes with the console gives for acting.</summary>
    public static IReadOnlyList<GrantedRule> Act { get; } = Shipped("act/act.yaml");

    public static SystemProfile Billing { get; } = new()
    {
        Id = "billing",
        Title = "Billing",
        ClaimsAlerts = [],
        Cluster = "east",
        Namespaces = ["pay"],
        Leader = new("pay", "billing-lock", null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5, "nothing is sent"),
        Workloads =
        [
            new("Deployment", "pay", "api", 3, 1, 5, null), new("StatefulSet", "pay", "store", 3, 1, 5, null), new("DaemonSet", "pay", "agent", 3, 1, 5, null), new("Service", "", "mail", 1, 1, 1, null),
        ],
        Actions = [new("lease-delete", []), new("scale", []), new("rollout-restart", []), new("pod-delete", []), new("pod-evict", []), new("silence", [])],
    };

    public ImpersonationOptions Names { get; } = new();

    /// <summary>The rules in each namespace.</summary>
    public Dictionary<string, IReadOnlyList<GrantedRule>> Rules { get; } = new() { ["pay"] = [.. Read, .. Act], [Kube] = Read };

    public string? Gaps { get; set; }

    /// <summary>Why the cluster does not answer; null when it does.</summary>
    public UpstreamException? Failure { get; set; }

    public ConcurrentQueue<ClusterRightQuestion> Asked { get; } = [];

    public string Name => "east";

    public static SystemCatalog Catalog(params SystemProfile[] profiles) => new([.. profiles.Select(profile => new LoadedSystem(profile, [], $"systems/{profile.Id}.yaml"))], []);

    public static GrantedRule Rule(string verbs, string group, string resources, params string[] names) => new([.. verbs.Split(' ')], [group], [.. resources.Split(' ')], [.. names]);

    private static List<GrantedRule> Shipped(string file)
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "deploy", file));
        var yaml = new YamlStream();
        yaml.Load(text);
        var role = yaml.Documents.Select(document => (YamlMappingNode)document.RootNode).Single(it => $"{it["kind"]}" == "ClusterRole");
        return [.. ((YamlSequenceNode)role["rules"]).Select(rule => new GrantedRule(Texts(rule["verbs"]), Texts(rule["apiGroups"]), Texts(rule["resources"]), []))];
    }

    private static ImmutableArray<string> Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Select(text => ((YamlScalarNode)text).Value!)];

    public Task<ClusterRight> MayAsync(ClusterRightQuestion question, CancellationToken cancellation)
    {
        Asked.Enqueue(question);
        var resource = question.Subresource is null ? question.Resource : $"{question.Resource}/{question.Subresource}";
        var rules = question.Namespace is { } space ? Rules.GetValueOrDefault(space, []) : Rules[Kube];
        return Failure is not null ? throw Failure : Task.FromResult(new ClusterRight(question, rules.Any(rule =>
            rule.Verbs.Contains(question.Verb) && rule.Groups.Contains(question.Group) && rule.Resources.Contains(resource)
            && (rule.Names.IsEmpty || rule.Names.Contains(question.Name ?? string.Empty))), null));
    }

    public Task<GrantedRights> GrantedAsync(string @namespace, CancellationToken cancellation) =>
        Failure is not null ? throw Failure : Task.FromResult(new GrantedRights([.. Rules.GetValueOrDefault(@namespace, [])], Gaps));

    public Task<OwnRights> ReviewAsync(params SystemProfile[] profiles) =>
        new RightsReview(this, Names).AskAsync(Catalog(profiles), DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
}
