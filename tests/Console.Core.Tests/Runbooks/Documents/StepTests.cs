using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

public sealed class StepTests
{
    private const int Begin = Written.BodyBegins;

    [Fact]
    public void Steps_are_numbered_and_know_their_section_and_line()
    {
        var runbook = Written.Body("## Symptoms\n### Not a step\n## Diagnose\n### Is it `full`?\n\n#### Nor this\n## Verify\n### Is it over? {#over}\n");

        Assert.Empty(runbook.Problems);
        Assert.Equal(
            [new RunbookStep("is-it-full", 1, "Is it full?", "Diagnose", Begin + 4), new RunbookStep("over", 2, "Is it over?", "Verify", Begin + 8)],
            runbook.Steps, Same);
    }

    [Fact]
    public void Sections_out_of_order_twice_or_unknown_are_named()
    {
        Assert.Equal(
            [$"{Begin + 3}: Diagnose stands in the wrong place or twice; the order is Symptoms, Diagnose, Resolve, Verify, Escalate, After"],
            Written.Body("## Resolve\n### Do\n## Diagnose\n").Wrongs());
        Assert.Equal(
            [$"{Begin + 3}: Resolve stands in the wrong place or twice; the order is Symptoms, Diagnose, Resolve, Verify, Escalate, After"],
            Written.Body("## Resolve\n### Do\n## Resolve\n").Wrongs());
        Assert.Equal(
            [$"{Begin + 3}: 'Notes' is no section; known are Symptoms, Diagnose, Resolve, Verify, Escalate, After"], Written.Body("## Resolve\n### Do\n## Notes\n").Wrongs());
        Assert.Equal(
            [$"{Begin + 1}: a heading of the first level: the title stands in the front matter, sections begin with ##"],
            Written.Body("# Disk full\n## Resolve\n### Do\n").Wrongs());
    }

    [Fact]
    public void Without_a_step_that_is_named_for_a_runbook_not_for_a_guide()
    {
        Assert.Equal("1: has no step: write ### headings within Diagnose, Resolve and Verify", Assert.Single(Written.Body("## Symptoms\n### Look\n").Wrongs()));
        Assert.Empty(Written.Guide("---\ntitle: DNS\n---\nWords.\n").Problems);
    }

    [Fact]
    public void A_doubled_id_is_named_and_every_step_still_has_one_of_its_own()
    {
        var runbook = Written.Body("## Diagnose\n### A {#a-3}\n### B {#a}\n### C {#a}\n### D {#a-4}\n");

        Assert.Equal([$"{Begin + 4}: a second step with the id #a: give it another as {{#id}}", $"{Begin + 5}: a second step with the id #a-4: give it another as {{#id}}"], runbook.Wrongs());
        Assert.Equal(4, runbook.Steps.Select(step => step.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("### Ünïcödé ✓", "n-c-d")]
    [InlineData("### ???", "step")]
    [InlineData("### It's over", "its-over")]
    [InlineData("### Over {#Not An Id}", "over-not-an-id")]
    [InlineData("### Over {#x\" onclick=\"y}", "over-x-onclick-y")]
    [InlineData("### Over {#x} {#y}", "y")]
    [InlineData("### <script>alert(1)</script>", "script-alert-1-script")]
    public void Ids_are_lower_case_letters_digits_and_dashes(string heading, string id) => Assert.Equal(id, Assert.Single(Written.Body($"## Diagnose\n{heading}\n").Steps).Id);

    [Fact]
    public void A_list_item_that_says_if_and_go_to_is_a_jump_forward_or_back()
    {
        var runbook = Written.Body(
            "## Diagnose\n### A {#a}\n- If it is `dead`, go to [C](#c).\n- Or not.\n- If so: then go on to [B](#b)\n\n1. If it *loops*   go to [B](#b)\n### B {#b}\n- If not, go back to [A](#a).\n## Verify\n### C {#c}\n");

        Assert.Empty(runbook.Problems);
        Assert.Equal([new RunbookJump("it is dead", "c"), new RunbookJump("so", "b"), new RunbookJump("it loops", "b")], runbook.Steps[0].Jumps);
        Assert.Equal([new RunbookJump("not", "a")], runbook.Steps[1].Jumps);
    }

    [Theory]
    [InlineData("- When it is dead, go to [Look](#look)")]
    [InlineData("- If it is dead, go to Look")]
    [InlineData("- If it is dead, go to [Look](other.md#look)")]
    [InlineData("- If it is dead, go to [Look](#look) or [Look](#look)")]
    [InlineData("If it is dead, go to [Look](#look)")]
    public void What_lacks_a_part_of_a_jump_is_none(string line) => Assert.Empty(Assert.Single(Written.InStep(line + "\n").Steps).Jumps);

    [Fact]
    public void A_jump_to_nowhere_is_named_with_the_steps_that_there_are() => Assert.Equal(
        $"{Begin + 3}: '#gone' is no step of this runbook; its steps are #look", Assert.Single(Written.InStep("- If so, go to [It](#gone)\n").Wrongs()));

    [Fact]
    public void What_a_new_alert_gets_to_begin_with_has_nothing_wrong() =>
        Assert.Empty(RunbookReader.Read("billing", "disk-full", RunbookReader.Skeleton("billing", "DiskFull", "high", new DateOnly(2026, 11, 29))).Problems);

    private static bool Same(RunbookStep one, RunbookStep other) => (one.Id, one.Number, one.Title, one.Section, one.Line) == (other.Id, other.Number, other.Title, other.Section, other.Line);
}
