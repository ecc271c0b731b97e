namespace OpsConsole.Contract.Transcripts;

/// <summary>What of the recorded transcripts is not replayed to the sandbox, and why.</summary>
internal static class LeftOut
{
    private const string OwnServer = "takes its server away: the client's own tests do so with servers of their own";
    private const string Roles = "the recorded person had rights in some namespaces only; the sandbox's operators have them everywhere";
    private const string AllNamespaces = "speaks of the whole cluster, and the fleet is there, too";
    private const string Secrets = "the sandbox keeps no secrets, and its readers may read all of the core group, as tests/cluster's may";
    private const string Cut = "the body of some megabytes is cut in the file";
    private const string Following = "the recorded container ended, the sandbox's goes on; Kubectl/ReadingTests follows one";
    private const string Unrecorded = "what changed meanwhile was not recorded; Kubectl/ReadingTests watches a change of its own";

    /// <summary>Whole files that are not in Recorded.</summary>
    public static IReadOnlyDictionary<string, string> Transcripts { get; } = new Dictionary<string, string>
    {
        ["big-list"] = "sizes and times of 2,000 pods, bodies left out",
        ["connections-http2"] = "observations instead of requests",
        ["encodings"] = "sizes on the wire of 2,000 pods; the sandbox neither compresses nor speaks YAML",
        ["etcd-away"] = OwnServer,
        ["watch-cut-by-server"] = OwnServer,
        ["streaming-list-refused"] = "an old etcd's refusal; the sandbox streams lists",
        ["leader-election-kube-controller-manager"] = "the control plane's own lease, which the sandbox does not have",
        ["leader-takeover-real"] = "the control plane's own lease, which the sandbox does not have",
        ["list-continue-expired-410"] = "a minute's wait for a compaction; Suite/WatchTests meets the 410",
        ["rate-limited-429"] = "priority and fairness, which the sandbox does not have",
        ["server-side-apply"] = "nobody applies: the console patches and deletes",
        ["kubectl-json-only-server"] = "a proxy's doing; kubectl-auth holds the same requests",
        ["kubectl-json-only-server-fails"] = "a proxy's doing",
        ["self-subject-rules-review"] = Roles,
        ["tokens-and-secrets"] = "the sandbox's people have fixed tokens, and it keeps no secrets",
        ["events"] = "which events controllers leave behind, and under what names, is their own; Suite/WorkloadTests holds both APIs together",
        ["kubectl-events"] = "which events controllers leave behind is their own; Kubectl/ReadingTests reads them",
        ["kubectl-forbidden"] = "who asked was not recorded; Kubectl/ActingTests is refused, too",
        ["kubectl-logs-no-kubelet"] = "the sandbox's kubelets are there",
        ["pod-log-without-kubelet"] = "the sandbox's kubelets are there; Suite/PodTests has the refusals that need none",
    };

    /// <summary>The steps of one transcript, counted from 1.</summary>
    public static IReadOnlyDictionary<int, string> Of(string transcript) => Steps.GetValueOrDefault(transcript) ?? [];

    /// <summary>Single steps, counted from 1.</summary>
    public static IReadOnlyDictionary<string, Dictionary<int, string>> Steps { get; } = new Dictionary<string, Dictionary<int, string>>
    {
        ["api-root"] = new() { [3] = "the list of all paths of a whole control plane" },
        ["access-reviews"] = new() { [4] = Roles },
        ["error-401-403"] = new()
        {
            [4] = Secrets,
            [5] = Secrets,
            [6] = Roles,
            [7] = Roles,
            [9] = Roles,
            [11] = "a path that is no resource; the sandbox's others are its own",
        },
        ["error-405-406-413-415"] = new() { [7] = Cut, [8] = Cut },
        ["impersonation"] = new() { [1] = "the recorded console was in another group" },
        ["discovery-aggregated"] = new() { [3] = "the sandbox's answers carry no ETag: nobody here sends it back" },
        ["version"] = new() { [1] = "the sandbox says that it is one", [2] = "the sandbox says that it is one" },
        ["warning-header"] = new() { [1] = "componentstatuses, which the sandbox does not have", [2] = "endpoints, which the sandbox does not have" },
        ["list-selectors"] = new() { [2] = AllNamespaces, [4] = AllNamespaces, [5] = AllNamespaces },
        ["pdb-and-hpa"] = new() { [1] = AllNamespaces, [2] = AllNamespaces },
        ["nodes"] = new() { [1] = AllNamespaces, [2] = AllNamespaces, [4] = "versions and addresses of a node made by hand" },
        ["deployment-stuck-and-conditions"] = new() { [4] = "nobody scheduled the pods; the sandbox does" },
        ["pod-log"] = new() { [5] = Following, [6] = "the words of what stood in for the kubelet" },
        ["pod-delete"] = new() { [10] = "a pod more than there were at first; Suite/PodTests is refused, too" },
        ["kubectl-logs"] = new() { [11] = Following },
        ["kubectl-version"] = new() { [1] = "the sandbox says that it is one" },
        ["kubectl-delete-pod"] = new() { [5] = "how often a kubelet writes a pod that goes is its own; Suite/PodTests watches one" },
        ["kubectl-scale"] = new() { [11] = "the namespace has another name here" },
        ["deployment-rollout-restart"] = new() { [4] = "sets are named by their hash; Suite/WorkloadTests counts them" },
        ["pod-eviction-blocked-429"] = new()
        {
            [5] = "the controller was held",
            [9] = "how long the evicted pod's successor takes is the controllers' affair",
            [10] = "the second budget's creation was not recorded; Suite/PodTests makes two",
        },
        ["kubectl-get-json-and-wide"] = new() { [3] = AllNamespaces, [4] = AllNamespaces, [6] = "the namespace has another name here" },
        ["kubectl-get-leases-watch"] = new() { [2] = Unrecorded },
        ["kubectl-get-lease-by-name-watch"] = new() { [2] = Unrecorded },
    };
}
