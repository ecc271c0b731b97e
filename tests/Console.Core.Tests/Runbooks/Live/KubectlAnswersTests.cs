using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Runbooks.Kubectl;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Runbooks.Live;

public sealed class KubectlAnswersTests
{
    private static readonly SystemProfile Pay = new() { Id = "pay", Title = "Pay", ClaimsAlerts = [], Cluster = "main", Namespaces = ["pay", "pay-db"] };
    private static readonly Person Jo = new("jo", "Jo", ["ops"], SignInMethod.Local);
    private readonly FakeTime time = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly Cluster cluster = new();
    private readonly Rules rules = new();

    [Theory]
    [InlineData("kubectl get pods -n kube-system", "The namespace kube-system is none of Pay's (pay, pay-db): run it yourself.")]
    [InlineData("kubectl delete pod a", "Kubectl delete does more than read: run it yourself.")]
    public async Task What_may_not_be_asked_is_not_asked(string line, string why)
    {
        Assert.Equal(new NotAnsweredResult(why), (await AnswerAsync(line)).Result);
        Assert.Empty(cluster.Asked);
    }

    [Fact]
    public async Task A_log_is_read_only_by_who_may_read_logs_of_the_system()
    {
        rules.Denied = Actions.ReadLogs;
        Assert.Equal(new NotAnsweredResult("Not granted: run it yourself."), (await AnswerAsync("kubectl logs web-1")).Result);
        Assert.Empty(cluster.Asked);
        Assert.IsType<TableResult>((await AnswerAsync("kubectl get pods")).Result);
        rules.Denied = Actions.View;
        Assert.Equal(new NotAnsweredResult("not granted"), (await AnswerAsync("kubectl get pods")).Result);
    }

    [Fact]
    public async Task A_cluster_is_asked_in_the_persons_name_where_it_is_configured_and_not_at_all_for_who_has_none()
    {
        var options = Options(true);
        await AnswerAsync("kubectl get pods -n pay-db", options);
        Assert.Equal("pay-db jo@example.org in ops-operators, by impersonation", Assert.Single(cluster.Asked));
        var other = (await AnswerAsync("kubectl get pods", options, Jo with { Subject = "al", Name = "Al", Groups = ["sales"] })).Result;
        Assert.Contains("Al has no group there", Assert.IsType<NotAnsweredResult>(other).Why, StringComparison.Ordinal);
        Assert.Single(cluster.Asked);
    }

    [Fact]
    public async Task All_namespaces_are_those_of_the_system()
    {
        var table = Assert.IsType<TableResult>((await AnswerAsync("kubectl get pods -A")).Result);
        Assert.Equal(["pay the console's own account", "pay-db the console's own account"], cluster.Asked.Order());
        Assert.Equal(["NAMESPACE", "NAME", "STATUS"], table.Columns);
        Assert.Equal("Of the namespaces of Pay: pay, pay-db.", table.Note);
    }

    [Fact]
    public async Task Two_hundred_rows_are_shown_and_all_are_told_and_filtered()
    {
        cluster.Rows = 1_000;
        var table = Assert.IsType<TableResult>((await AnswerAsync("kubectl get pods")).Result);
        Assert.Equal((200, 1_000), (table.Rows.Length, table.All));
        var filtered = Assert.IsType<TableResult>((await AnswerAsync("kubectl get pods | grep -E 'web-99[0-9] +Running'")).Result);
        Assert.Equal((10, 10), (filtered.Rows.Length, filtered.All));
        Assert.Equal(["1000"], Assert.IsType<LinesResult>((await AnswerAsync("kubectl get pods | grep -c Running")).Result).Lines);
        var none = Assert.IsType<TableResult>((await AnswerAsync("kubectl get pods | grep nothing")).Result);
        Assert.Equal((0, "Nothing is left of 1000 rows behind the pipe."), (none.All, none.Note));
    }

    [Fact]
    public async Task The_last_five_hundred_lines_of_a_log_are_shown_without_what_forges_them()
    {
        cluster.LogLines = 800;
        var log = Assert.IsType<LinesResult>((await AnswerAsync("kubectl logs web-1")).Result);
        Assert.Equal((500, 800, "line 799\u241b"), (log.Lines.Length, log.All, log.Lines[^1]));
    }

    [Fact]
    public async Task Values_of_environment_variables_are_shown_in_no_form()
    {
        foreach (var line in new[] { "kubectl get pod web-1 -o yaml", "kubectl get pods -o json", "kubectl describe pod web-1" })
        {
            var lines = Assert.IsType<LinesResult>((await AnswerAsync(line)).Result).Lines;
            Assert.Contains(lines, text => text.Contains("PASSWORD", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, text => text.Contains("hunter2", StringComparison.Ordinal) || text.Contains("managedFields", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_failure_keeps_the_clusters_words_and_a_cluster_that_hangs_is_left_after_five_seconds()
    {
        cluster.Refuses = "pods is forbidden";
        Assert.Equal(new FailedResult("pods is forbidden", "main"), (await AnswerAsync("kubectl get pods")).Result);
        cluster.Hangs = true;
        var answer = AnswerAsync("kubectl get deploy");
        await time.TimersAsync(1, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new FailedResult("Kubernetes main did not answer within 5 s", "main"), (await answer).Result);
    }

    [Theory]
    [InlineData("""{"metadata":{"generation":2},"status":{"observedGeneration":1}}""", "Waiting for deployment spec update to be observed...")]
    [InlineData("""{"spec":{"replicas":3},"status":{"updatedReplicas":1,"replicas":3}}""", "Waiting for deployment \"web\" rollout to finish: 1 out of 3 new replicas have been updated...")]
    [InlineData("""{"spec":{"replicas":3},"status":{"updatedReplicas":3,"replicas":4}}""", "Waiting for deployment \"web\" rollout to finish: 1 old replicas are pending termination...")]
    [InlineData("""{"spec":{"replicas":3},"status":{"updatedReplicas":3,"replicas":3,"availableReplicas":2}}""", "Waiting for deployment \"web\" rollout to finish: 2 of 3 updated replicas are available...")]
    [InlineData("""{"spec":{"replicas":1},"status":{"updatedReplicas":1,"replicas":1,"availableReplicas":1}}""", "deployment \"web\" successfully rolled out")]
    [InlineData("""{"status":{"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}}""", "error: deployment \"web\" exceeded its progress deadline")]
    public void A_rollout_is_told_in_kubectls_sentences(string workload, string sentence) =>
        Assert.Equal(sentence, RolloutAnswer.Sentence(new(KubectlKind.Deployments, "web"), JsonNode.Parse(workload)!.AsObject()));

    private async Task<BlockAnswer> AnswerAsync(string line, UpstreamsOptions? options = null, Person? person = null)
    {
        var blocks = new LiveBlocks(new MetricSources([]), [cluster], new Impersonation(options ?? Options(false)), rules, time);
        return Assert.Single(await blocks.AnswerAsync(new KubectlBlock(1, 1, null, line, [line]), Pay, RunbookScene.Nothing, person ?? Jo, TestContext.Current.CancellationToken));
    }

    private static UpstreamsOptions Options(bool isPersonal)
    {
        var source = new KubernetesSourceOptions { Name = "main" };
        source.Impersonation.Enabled = isPersonal;
        source.Impersonation.Users["jo"] = "jo@example.org";
        source.Impersonation.Groups["ops"] = "ops-operators";
        var options = new UpstreamsOptions();
        options.Kubernetes.Add(source);
        return options;
    }

    private sealed class Rules : IAccessRules
    {
        public GuardedAction? Denied { get; set; }

        public Decision Decide(Person person, GuardedAction action, string? system = null) => new(action != Denied, "not granted", null);
    }

    private sealed class Cluster : IClusterReader
    {
        private const string Pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","managedFields":[{}],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"hunter2"}},
             "spec":{"containers":[{"name":"main","env":[{"name":"PASSWORD","value":"hunter2"}]}]}}
            """;

        public string Name => "main";

        public ConcurrentQueue<string> Asked { get; } = [];

        public int Rows { get; set; } = 1;

        public int LogLines { get; set; }

        public string? Refuses { get; set; }

        public bool Hangs { get; set; }

        public async Task<ClusterRows> RowsAsync(ObjectsAsked asked, RowsCarry carry, ActingAs who, CancellationToken cancellation)
        {
            Asked.Enqueue($"{asked.Namespace} {who.Words}");
            await Task.Delay(Hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
            return Refuses is not null ? throw new UpstreamException(Name, UpstreamFault.Refused, Refuses)
                : new([new("Name", false), new("Status", false), new("IP", true)], [.. Enumerable.Range(0, Rows).Select(at => new ClusterRow([$"web-{at}", "Running", "10.0.0.1"], null))], Rows, true);
        }

        public Task<ClusterObjects> ObjectsAsync(ObjectsAsked asked, ActingAs who, CancellationToken cancellation) =>
            Task.FromResult(new ClusterObjects(asked.Kind == KubectlKind.Events ? [] : [JsonNode.Parse(Pod)!.AsObject()], true));

        public async IAsyncEnumerable<LogLine> LogAsync(LogQuery query, ActingAs who, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Assert.Equal(("pay", "web-1", "main"), (query.Namespace, query.Pod, query.Container));
            for (var at = 0; at < LogLines; at++)
            {
                await Task.CompletedTask;
                yield return new LogLine(null, $"line {at}\u001b");
            }
        }

        public Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation) => Task.FromResult(new ClusterRight(question, true, null));
    }
}
