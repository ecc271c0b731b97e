using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

public sealed class BlockTests
{
    private const int Fence = Written.BodyBegins + 3;

    [Fact]
    public void Every_kind_of_block_is_read_numbered_and_knows_its_step_and_line()
    {
        var runbook = Written.Body(
            "## Symptoms\n```bash\ndf\n```\n## Diagnose\n### Look\n```promql\nup\n```\n```kubectl\nkubectl get pods\n```\n```logql\n{a=\"b\"}\n```\n```sql\nselect 1\n```\n```action\nkind: scale\ntarget: a/b\nreplicas: 3\n```\n```python\nno\n```\n");

        Assert.Empty(runbook.Problems);
        Assert.Equal(
            [(1, 13, null, typeof(CommandBlock)), (2, 18, "look", typeof(PromqlBlock)), (3, 21, "look", typeof(KubectlBlock)), (4, 24, "look", typeof(LogqlBlock)), (5, 27, "look", typeof(CommandBlock)), (6, 30, "look", typeof(ActionBlock))],
            runbook.Blocks.Select(block => (block.Number, block.Line, block.Step, block.GetType())));
        Assert.Equal(["bash", "sql"], runbook.Blocks.OfType<CommandBlock>().Select(block => block.Language));
    }

    [Theory]
    [InlineData("= 1", Comparison.Equal, 1)]
    [InlineData("== 1", Comparison.Equal, 1)]
    [InlineData("!= 0", Comparison.NotEqual, 0)]
    [InlineData("< 0.05", Comparison.Less, 0.05)]
    [InlineData("<=2", Comparison.LessOrEqual, 2)]
    [InlineData("> -1", Comparison.Greater, -1)]
    [InlineData(">= 1e6", Comparison.GreaterOrEqual, 1e6)]
    [InlineData("none", Comparison.None, 0)]
    [InlineData("some", Comparison.Some, 0)]
    public void An_expectation_is_read_in_each_of_its_forms(string written, Comparison kind, double value)
    {
        var runbook = Written.InStep($"```promql unit: leaders; expect: {written}; range: 15m\nup\n```\n");

        Assert.Empty(runbook.Problems);
        var block = Assert.IsType<PromqlBlock>(Assert.Single(runbook.Blocks));
        Assert.Equal((new Expectation(kind, value), "leaders", TimeSpan.FromMinutes(15)), (block.Expect, block.Unit, block.Range));
        Assert.Equal(block.Expect, BlockReader.ReadExpectation(block.Expect!.ToString()));
    }

    [Theory]
    [InlineData("expect: 1", "'1' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some")]
    [InlineData("expect: > many", "'> many' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some")]
    [InlineData("expect: < NaN", "'< NaN' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some")]
    [InlineData("expect: < 1e999", "'< 1e999' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some")]
    [InlineData("expect", "'' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some")]
    [InlineData("range: 1m", "'1m' is no range from 5m to 24h")]
    [InlineData("range: 25h", "'25h' is no range from 5m to 24h")]
    [InlineData("range: long", "'long' is no range from 5m to 24h")]
    [InlineData("unit:", "a unit is a word of at most 20 letters")]
    [InlineData("unit: pneumonoultramicroscopics", "a unit is a word of at most 20 letters")]
    [InlineData("expects: = 1", "'expects' is not known behind promql; known are expect, unit and range, separated by semicolons")]
    [InlineData("onclick=alert(1)", "'onclick=alert(1)' is not known behind promql; known are expect, unit and range, separated by semicolons")]
    public void A_wrong_argument_is_named_and_the_block_is_there(string arguments, string what)
    {
        var runbook = Written.InStep($"```promql {arguments}\nup\n```\n");

        Assert.Equal($"{Fence}: {what}", Assert.Single(runbook.Wrongs()));
        Assert.Equal("up", Assert.Single(runbook.Blocks).Text);
    }

    [Fact]
    public void An_empty_block_is_named() => Assert.Equal($"{Fence}: the promql block is empty", Assert.Single(Written.InStep("```promql\n\n```\n").Wrongs()));

    [Theory]
    [InlineData("kubectl get pods \\\n  -n a", "kubectl get pods -n a")]
    [InlineData("kubectl get\\\n    pods", "kubectl get pods")]
    [InlineData("kubectl get \\\n\\\n  pods\n\n# a comment\nkubectl top pods", "kubectl get pods|kubectl top pods")]
    [InlineData("kubectl get pods \\", "kubectl get pods")]
    [InlineData("\\\n\\\n", "")]
    [InlineData("# only a comment", "")]
    public void Commands_that_go_on_in_the_next_line_are_one(string text, string commands) =>
        Assert.Equal(commands.Split('|', StringSplitOptions.RemoveEmptyEntries), Assert.IsType<KubectlBlock>(Assert.Single(Written.InStep($"```kubectl\n{text}\n```\n").Blocks)).Commands);

    [Fact]
    public void An_action_takes_templates_without_quotes()
    {
        var runbook = Written.InStep("```action\nkind: pod-delete\ntarget: {{ labels.namespace }}/{{labels.pod}}\nreason: it's {{ annotations.summary }} # why\n```\n");

        Assert.Empty(runbook.Problems);
        var action = Assert.IsType<ActionBlock>(Assert.Single(runbook.Blocks));
        Assert.Equal(("pod-delete", "{{ labels.namespace }}/{{ labels.pod }}"), (action.Kind, action.Target));
        Assert.Equal([KeyValuePair.Create("reason", "it's {{ annotations.summary }}")], action.Parameters);
    }

    [Theory]
    [InlineData("target: a/b", 0, "an action block has the field kind, for example kind: scale, and mostly target: NAMESPACE/NAME")]
    [InlineData("scale it", 0, "an action block has the field kind, for example kind: scale, and mostly target: NAMESPACE/NAME")]
    [InlineData("kind: scale\ntarget: [a]", 2, "'target' must be a single value")]
    [InlineData("kind: scale\nkind: scale", 2, "the field 'kind' is written twice in one group: keep one")]
    [InlineData("kind: scale\ntarget: \"open", 2, "the YAML can't be read from here: While scanning a quoted scalar, found unexpected end of stream.")]
    public void A_wrong_action_is_named_with_its_line(string yaml, int behindFence, string what) =>
        Assert.Equal($"{Fence + behindFence}: {what}", Assert.Single(Written.InStep($"```action\n{yaml}\n```\n").Wrongs()));

    [Theory]
    [InlineData("- ```promql\n  up\n  ```\n", "promql")]
    [InlineData("> ```kubectl\n> kubectl get pods\n> ```\n", "kubectl")]
    [InlineData("> [!WARNING]\n> ```action\n> kind: scale\n> ```\n", "action")]
    public void A_block_within_a_list_or_a_quote_is_named(string text, string kind)
    {
        var runbook = Written.InStep(text);

        Assert.Empty(runbook.Blocks);
        Assert.Contains($": a {kind} block within a list or a quote stays text: begin it at the line's start", Assert.Single(runbook.Wrongs()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Whatever_ends_a_line_and_with_a_mark_at_the_beginning_it_reads_the_same(string end)
    {
        const string Body = "## Diagnose\n### Look\n```promql\nup\n```\n```action\nkind: scale\n```\n- If so, go to [X](#x)\n";
        var (unix, other) = (Written.Body(Body), Written.Read("\uFEFF" + (Written.FrontMatter + Body).Replace("\n", end, StringComparison.Ordinal)));

        Assert.Equal(unix.Wrongs(), other.Wrongs());
        Assert.Equal(unix.Blocks.Select(block => (block.Line, block.Text)), other.Blocks.Select(block => (block.Line, block.Text)));
        Assert.NotEqual(unix.Hash, other.Hash);
    }

    [Theory]
    [InlineData("\f")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    [InlineData("\0")]
    [InlineData("\u001b[31m")]
    public void A_control_character_counts_as_no_line(string control) =>
        Assert.Equal(Fence + 2, Assert.Single(Written.InStep($"a{control}b\n\n```promql\nup\n```\n").Blocks).Line);
}
