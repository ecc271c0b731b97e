using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Transcripts;

/// <summary>The sandbox answers what a real server of today was seen to answer. (Several classes, so that they run side by side: they wait a lot.)</summary>
public abstract class TranscriptTests(BothClusters clusters)
{
    /// <summary>What the names of each class's transcripts begin with.</summary>
    internal static IReadOnlyDictionary<Type, string[]> Beginnings { get; } = new Dictionary<Type, string[]>
    {
        [typeof(LeaseTranscripts)] = ["lease-"],
        [typeof(StateTranscripts)] = ["list-", "watch-", "version", "api-", "discovery-", "warning-"],
        [typeof(RefusalTranscripts)] = ["error-", "access-", "impersonation"],
        [typeof(WorkloadTranscripts)] = ["deployment-", "statefulset-", "pdb-", "nodes"],
        [typeof(PodTranscripts)] = ["pod-"],
        [typeof(KubectlTranscripts)] = ["kubectl-a", "kubectl-d", "kubectl-g", "kubectl-l", "kubectl-v"],
        [typeof(KubectlChangeTranscripts)] = ["kubectl-rollout-", "kubectl-scale"],
    };

    internal static TheoryData<string> Of(Type type) =>
        [.. Transcript.All().Where(name => Beginnings[type].Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)))];

    internal async Task ReplayAsync(string name)
    {
        var sandbox = await clusters.GetAsync(OnEachClusterAttribute.Sandbox);
        var differences = await new Replay(sandbox, Transcript.Read(name), LeftOut.Of(name)).RunAsync();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}

public sealed class LeaseTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(LeaseTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task Leases_are_as_recorded(string name) => ReplayAsync(name);
}

public sealed class StateTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(StateTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task Lists_and_watches_are_as_recorded(string name) => ReplayAsync(name);
}

public sealed class RefusalTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(RefusalTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task Refusals_and_reviews_are_as_recorded(string name) => ReplayAsync(name);
}

public sealed class WorkloadTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(WorkloadTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task Workloads_are_as_recorded(string name) => ReplayAsync(name);
}

public sealed class PodTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(PodTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task Pods_are_as_recorded(string name) => ReplayAsync(name);
}

public sealed class KubectlTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(KubectlTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task What_kubectl_asked_is_answered_as_recorded(string name) => ReplayAsync(name);
}

public sealed class KubectlChangeTranscripts(BothClusters clusters) : TranscriptTests(clusters)
{
    public static TheoryData<string> Names => Of(typeof(KubectlChangeTranscripts));

    [Theory, MemberData(nameof(Names))]
    public Task What_kubectl_changed_is_as_recorded(string name) => ReplayAsync(name);
}

public sealed class LeftOutTests
{
    [Fact]
    public void Every_recorded_transcript_is_replayed_by_one_class() => Assert.All(Transcript.All(), name =>
        Assert.Single(TranscriptTests.Beginnings.Values, beginnings => beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))));

    [Fact]
    public void What_is_left_out_of_a_transcript_is_in_it()
    {
        foreach (var (name, steps) in LeftOut.Steps)
        {
            Assert.All(steps.Keys, number => Assert.InRange(number, 1, Transcript.Read(name).Steps.Count));
        }

        Assert.Empty(LeftOut.Transcripts.Keys.Intersect(Transcript.All()));
    }
}
