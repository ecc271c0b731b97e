using System.Collections.Immutable;
using OpsConsole.Runbooks;
using OpsConsole.Runbooks.Kubectl;

namespace OpsConsole.Core.Tests.Runbooks.Live;

public sealed class KubectlLineTests
{
    [Theory]
    [InlineData("kubectl get pods -n pay; rm -rf /", "; begins a second command")]
    [InlineData("kubectl get pods && kubectl delete pod a", "&& begins a second command")]
    [InlineData("kubectl get pods || true", "|| begins a second command")]
    [InlineData("kubectl get pods &", "& runs a command in the background")]
    [InlineData("kubectl get pods `id`", "` runs a second command")]
    [InlineData("kubectl get pods \"`id`\"", "` runs a second command")]
    [InlineData("kubectl get pods $(id)", "$( runs a second command")]
    [InlineData("kubectl get pods \"$(id)\"", "$( runs a second command")]
    [InlineData("kubectl get pods $POD", "$ stands for a variable")]
    [InlineData("kubectl get pods \"${POD}\"", "$ stands for a variable")]
    [InlineData("kubectl get pods > file", "> writes a file")]
    [InlineData("kubectl get pods < file", "< reads a file")]
    [InlineData("kubectl get pods 'a", "never closed")]
    [InlineData("kubectl get pods a*", "put it in quotes")]
    [InlineData("kubectl get pods # all of them", "# begins a comment")]
    [InlineData("kubectl get pods\nkubectl get nodes", "line break")]
    [InlineData("kubectl get pods | xargs kubectl delete", "piped into 'xargs'")]
    [InlineData("kubectl get pods | awk x", "only grep, head and tail")]
    [InlineData("kubectl get pods |", "a | has no command")]
    [InlineData("kubectl get pods | grep a file", "grep would search files")]
    [InlineData("kubectl get pods | grep -P a", "the flag -P of grep")]
    [InlineData("kubectl logs web-1 | tail -f", "without an end")]
    [InlineData("kubectl get pods -w", "without an end")]
    [InlineData("kubectl get pods --watch", "without an end")]
    [InlineData("kubectl logs web-1 -f", "without an end")]
    [InlineData("kubectl logs web-1 --follow", "without an end")]
    [InlineData("kubectl get pods --context other", "names a cluster")]
    [InlineData("kubectl --kubeconfig=x get pods", "names a cluster")]
    [InlineData("kubectl get pods --as=root", "as somebody else")]
    [InlineData("kubectl get pods --chunk-size=5", "the flag --chunk-size")]
    [InlineData("kubectl exec web-1 -- id", "kubectl exec does more than read")]
    [InlineData("kubectl delete pod web-1", "kubectl delete does more than read")]
    [InlineData("kubectl apply -f x", "kubectl apply does more than read")]
    [InlineData("kubectl edit deploy x", "kubectl edit does more than read")]
    [InlineData("kubectl patch deploy x", "kubectl patch does more than read")]
    [InlineData("kubectl scale deploy x --replicas=0", "kubectl scale does more than read")]
    [InlineData("kubectl port-forward web-1 80", "kubectl port-forward does more than read")]
    [InlineData("kubectl cp a b", "kubectl cp does more than read")]
    [InlineData("kubectl run x --image=y", "kubectl run does more than read")]
    [InlineData("kubectl rollout restart deploy/x", "status alone is answered, and not 'rollout restart'")]
    [InlineData("kubectl rollout undo deploy/x", "status alone is answered")]
    [InlineData("kubectl get secrets", "never read")]
    [InlineData("kubectl get configmap/x", "never read")]
    [InlineData("kubectl get all", "none of the kinds")]
    [InlineData("kubectl get pods,deploy", "several kinds")]
    [InlineData("kubectl get pods a b", "more than one thing")]
    [InlineData("kubectl get pods ../secrets/x", "no name of an object")]
    [InlineData("kubectl get pods -o jsonpath='{.items}'", "not 'jsonpath'")]
    [InlineData("kubectl get pods -n", "-n lacks its value")]
    [InlineData("kubectl get pods web-1 -A", "and not in all of them")]
    [InlineData("kubectl", "says nothing")]
    [InlineData("helm list", "begins with 'helm'")]
    [InlineData("kubectl {{ labels.verb }} pods", "where kubectl's verb is due")]
    [InlineData("kubectl get {{ labels.kind }}", "where a kind is due")]
    [InlineData("kubectl get pods --{{ labels.flag }}=x", "none that is answered")]
    [InlineData("kubectl get pods -l {{ labels.app }}", "where no value is due")]
    [InlineData("kubectl get pods -l 'app in ({{ labels.app }})'", "where no value is due")]
    public void A_line_that_does_more_than_ask_is_refused_with_what_it_is_about(string line, string why)
    {
        var problem = KubectlCheck.Of(line);
        Assert.NotNull(problem);
        Assert.Contains(why, problem.What, StringComparison.Ordinal);
        Assert.StartsWith("this line will not be answered because ", problem.What, StringComparison.Ordinal);
        Assert.EndsWith("run it yourself", problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubectl get pods -n pay -o wide")]
    [InlineData("kubectl get pods -npay -owide")]
    [InlineData("kubectl -n pay get pods --output=wide")]
    [InlineData("kubectl --namespace=pay get po --output wide")]
    [InlineData("kubectl get pod --namespace pay -o=wide")]
    [InlineData("'kubectl' \"get\" p'od's -n \"pay\" -o wi\\de")]
    public void A_flag_means_the_same_in_every_spelling(string line) =>
        Assert.Equal(new Get(KubectlKind.Pods, null) { Namespace = "pay", Form = GetForm.Wide }, KubectlLine.Read(line).Value with { Pipes = new Get(KubectlKind.Pods, null).Pipes });

    [Theory]
    [InlineData("kubectl get replicasets -n plue --sort-by=.metadata.creationTimestamp -o wide")]
    [InlineData("kubectl get events -n plue --sort-by=.lastTimestamp | grep {{ labels.pod }}")]
    [InlineData("kubectl get pod {{ labels.pod }} -n plue -o yaml | grep -A 7 lastState")]
    [InlineData("kubectl get pod {{ labels.pod }} -n plue -o yaml | grep -A 12 ^status")]
    [InlineData("kubectl describe pod {{ labels.pod }} -n plue | grep -i probe")]
    [InlineData("kubectl logs {{ labels.pod }} -n plue -c {{ labels.container }} --previous --tail=40")]
    [InlineData("kubectl logs deployment/api --since=10m --timestamps | grep -E 'error|timed out' | tail -20")]
    [InlineData("kubectl logs -l app=web --tail 5")]
    [InlineData("kubectl rollout status deployment/{{ labels.deployment }} -n plue")]
    [InlineData("kubectl auth can-i delete leases.coordination.k8s.io -n plue")]
    [InlineData("kubectl auth can-i get pods --subresource=log")]
    [InlineData("kubectl top pods -n plue --sort-by=memory | head -n 5")]
    [InlineData("kubectl describe nodes | grep -A 8 Allocated")]
    [InlineData("kubectl get pods -l 'app in (a,b),!old' --show-labels")]
    [InlineData("kubectl get pods -l app={{ labels.app }} --field-selector status.phase!=Running")]
    [InlineData("kubectl get pods -Aowide | grep -vc Running")]
    public void A_line_that_only_asks_is_answered(string line) => Assert.Null(KubectlCheck.Of(line));

    [Fact]
    public void A_label_that_is_missing_is_named_and_so_is_a_value_that_may_not_be_filled_in()
    {
        const string line = "kubectl get pod {{ labels.pod }} -n pay";
        Assert.Contains("the alert has no label 'pod'", KubectlLine.Read(line, Scene()).Problems[0].What, StringComparison.Ordinal);
        Assert.Contains("only where there is an alert", KubectlLine.Read(line, RunbookScene.Nothing).Problems[0].What, StringComparison.Ordinal);
        foreach (var hostile in new[] { "-oyaml", "--all", "a b", "a/b", "../x", "..", "a,b", "a;b", "$(id)", "", "a\nb", "a=b", "web-1 -n kube-system", "A" })
        {
            var problem = Assert.Single(KubectlLine.Read(line, Scene(("pod", hostile))).Problems);
            Assert.Equal("labels.pod", problem.Where);
        }

        Assert.Equal("kubectl get pod web-1 -n pay", KubectlLine.Read(line, Scene(("pod", "web-1"))).Value.Text);
    }

    [Fact]
    public void What_is_searched_for_is_a_value_letter_by_letter()
    {
        var asked = KubectlLine.Read("kubectl get pods | grep -E 'a+|{{ labels.what }}'", Scene(("what", ".*[x]"))).Value;
        var grep = Assert.IsType<Grep>(Assert.Single(asked.Question.Pipes));
        Assert.Matches(grep.Pattern, "see .*[x] here");
        Assert.Matches(grep.Pattern, "caab");
        Assert.DoesNotMatch(grep.Pattern, "nothing x");
        Assert.Equal("kubectl get pods | grep -E 'a+|.*[x]'", asked.Text);
        Assert.Equal("kubectl get pods | grep 'it'\\''s'", KubectlLine.Read("kubectl get pods | grep \"it's\"", Scene()).Value.Text);
    }

    [Theory]
    [InlineData("grep 'a+'", "a+", "aa")]
    [InlineData("grep 'a\\|b'", "b", "c")]
    [InlineData("grep -E '(ab){2}'", "abab", "ab")]
    [InlineData("grep '(x)'", "(x)", "x")]
    [InlineData("grep '^a$'", "a", "ab")]
    [InlineData("grep 'a$b'", "a$b", "a")]
    [InlineData("grep '[[:digit:]]-[]x]'", "5-]", "a-x")]
    [InlineData("grep '[a\\]'", "\\", "b")]
    [InlineData("grep -F 'a.b*'", "a.b*", "axb")]
    [InlineData("grep -i ERROR", "an error", "fine")]
    [InlineData("grep -v error", "fine", "an error")]
    [InlineData("grep -w api", "an api here", "apis")]
    [InlineData("grep -w api", "the-api", "x_api")]
    [InlineData("grep '\\<api'", "my api", "myapi")]
    [InlineData("grep -e '-x'", "-x", "x")]
    public void Grep_finds_what_it_finds_in_a_terminal(string grep, string found, string not)
    {
        var stage = KubectlLine.Read($"kubectl get pods | {grep}").Value.Pipes[0];
        Assert.Equal([new PipedLine(found, null)], stage.Of([new PipedLine(not, null), new PipedLine(found, null)]));
    }

    [Fact]
    public void Lines_around_a_hit_come_with_it_once()
    {
        ImmutableArray<string> lines = ["1", "hit", "3", "hit", "5", "6", "7", "8", "hit", "10"];
        string Through(string pipe) => string.Join(' ', KubectlLine.Read($"kubectl get pods | {pipe}").Value.Pipes
            .Aggregate((IReadOnlyList<PipedLine>)[.. lines.Select(line => new PipedLine(line, null))], (left, stage) => stage.Of(left)).Select(line => line.Text));
        Assert.Equal("hit 3 hit 5 -- hit 10", Through("grep -A1 hit"));
        Assert.Equal("1 hit 3 hit -- 8 hit", Through("grep -B 1 hit"));
        Assert.Equal("3", Through("grep -c hit"));
        Assert.Equal("hit 10", Through("tail -n 2"));
        Assert.Equal("1 hit", Through("head -2"));
        Assert.Equal("hit", Through("tail -4 | grep hit | head -n1"));
    }

    [Theory]
    [InlineData("grep -E '(a{100}){100}'", "repeats too much")]
    [InlineData("grep '\\(a\\)\\1'", "has \\1")]
    [InlineData("grep -E '(a'", "none that is understood")]
    [InlineData("grep '[a'", "never closed")]
    public void A_pattern_that_could_hold_up_the_console_is_refused(string grep, string why) =>
        Assert.Contains(why, KubectlLine.Read($"kubectl get pods | {grep}").Problems[0].What, StringComparison.Ordinal);

    internal static RunbookScene Scene(params (string Name, string Value)[] labels) => new(
        labels.ToImmutableSortedDictionary(label => $"labels.{label.Name}", label => label.Value, StringComparer.Ordinal), true);
}
