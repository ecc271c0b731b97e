using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;
using OpsConsole.Runbooks.Kubectl;

namespace OpsConsole.Core.Tests.Runbooks.Live;

public sealed class KubectlProperties
{
    private static readonly string[] Pieces =
    [
        "kubectl", " ", " ", " ", "get", "describe", "logs", "rollout", "status", "auth", "can-i", "top", "pods", "pod", "deploy/x", "-n", "-npay", "pay", "-o", "yaml", "-l", "a=b", "|", "grep", "head", "-5", "'", "\"",
        "\\", ";", "&", "&&", "||", "`", "$", "$(", ")", "(", ">", "<", "*", "{", "}", "[", "]", "{{ labels.pod }}", "{{ labels.x", "\n", "\t", "\0", "é", "😀", "--", "-", "=", "#", "~", "!", "delete", "../",
    ];

    private static readonly string[] Outside = [";", "&&", "&", "||", "`", "$(", "$VAR", ">", "<", "(", ")", "*", "?", "{", "}", "[", "\n"];

    private static Arbitrary<string> Lines => Gen.ArrayOf(Gen.Elements(Pieces)).Select(string.Concat).ToArbitrary();

    private static Gen<string> Values => Gen.ArrayOf(Gen.Elements([.. Pieces, "a", "web-1", "0", ".", ",", ":"])).Select(string.Concat);

    [Fact]
    public void No_input_throws() => Prop.ForAll(Lines, Values.ToArbitrary(), (line, value) =>
    {
        _ = KubectlLine.Read(line, KubectlLineTests.Scene(("pod", value)));
        _ = KubectlCheck.Of($"kubectl get pods {line}");
        _ = KubectlCheck.Of($"kubectl get pods | grep {line}");
        _ = KubectlCheck.Of(value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_only_a_shell_could_do_is_never_answered_outside_quotes()
    {
        var answered = new[] { "kubectl get pods -n pay -o wide", "kubectl logs web-1 --tail=5 | grep -E 'a|b'", "kubectl rollout status deploy/x", "kubectl top pods | head -3" };
        Prop.ForAll(
            (from line in Gen.Elements(answered) from what in Gen.Elements(Outside) from at in Gen.Choose(0, line.Length) select (line, what, at)).ToArbitrary(),
            it =>
            {
                var isQuoted = it.line[..it.at].Count(letter => letter == '\'') % 2 == 1;
                return isQuoted || KubectlCheck.Of(it.line.Insert(it.at, it.what)) is not null;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_filled_value_never_changes_the_number_of_arguments_nor_what_is_asked()
    {
        var lines = new[]
        {
            "kubectl get pod {{ labels.pod }} -n pay", "kubectl get pod/{{ labels.pod }}", "kubectl logs {{ labels.pod }} -c {{ labels.pod }}", "kubectl get pods -l app={{ labels.pod }} -n{{ labels.pod }}",
            "kubectl get events | grep -i {{ labels.pod }}", "kubectl get events | grep \"a {{ labels.pod }} b\" | head -5", "kubectl rollout status deployment/{{ labels.pod }}",
        };
        Prop.ForAll(
            (from line in Gen.Elements(lines) from value in Gen.OneOf(Values, Gen.Elements("web-1", "a.b", "x", "it's", "a b|c")) select (line, value)).ToArbitrary(),
            it =>
            {
                var asked = KubectlLine.Read(it.line, KubectlLineTests.Scene(("pod", it.value)));
                if (!asked.IsOk)
                {
                    return true;
                }

                var (usual, read) = (ShellLine.Read(it.line).Value, ShellLine.Read(asked.Value.Text).Value);
                return read.Stages.Select(stage => stage.Length).SequenceEqual(usual.Stages.Select(stage => stage.Length))
                    && asked.Value.Question.GetType() == KubectlLine.Read(it.line).Value.GetType()
                    && asked.Value.Question.Pipes.Length == usual.Stages.Length - 1;
            }).QuickCheckThrowOnFailure();
    }
}
