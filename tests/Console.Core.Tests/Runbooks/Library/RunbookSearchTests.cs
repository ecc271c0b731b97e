using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Library;

public sealed class RunbookSearchTests
{
    private static readonly RunbookShelf Shelf = new(
    [
        Shelved.Book("billing", "a", "Other", body: "## Diagnose\n### Look\nThe lease is stuck.\n## Escalate\nCall the *cluster* people.\n"),
        Shelved.Book("billing", "b", "Another", body: "## Diagnose\n### Who holds the lease?\nWell.\n"),
        Shelved.Book("billing", "c", "LeaseLost"), Shelved.Book("billing", "d", "More", title: "The lease runs out"), Shelved.Book("billing", "e", "Unrelated"),
    ]);

    [Fact]
    public void The_title_or_alert_comes_first_then_a_step_then_the_text() =>
        Assert.Equal([("c", 0), ("d", 0), ("b", 1), ("a", 2)], RunbookSearch.Find(Shelf, " LEASE ").Select(hit => (hit.Runbook.Slug, hit.Rank)));

    [Fact]
    public void Each_word_must_be_there() => Assert.Equal(["b"], RunbookSearch.Find(Shelf, "lease who").Select(hit => hit.Runbook.Slug));

    [Fact]
    public void No_words_find_everything_and_unknown_ones_nothing()
    {
        Assert.Equal(5, RunbookSearch.Find(Shelf, "  ").Length);
        Assert.Empty(RunbookSearch.Find(Shelf, "xyzzy"));
    }

    [Fact]
    public void What_is_found_in_the_text_says_its_step_and_line()
    {
        Assert.Equal(new RunbookHit(Shelf.Find("billing/a")!, 2, "look", "The lease is stuck."), Assert.Single(RunbookSearch.Find(Shelf, "stuck")));
        Assert.Equal(("who-holds-the-lease", "Who holds the lease?"), (RunbookSearch.Find(Shelf, "holds")[0].Step, RunbookSearch.Find(Shelf, "holds")[0].Excerpt));
    }

    [Fact]
    public void What_is_found_behind_the_steps_belongs_to_none() => Assert.Null(Assert.Single(RunbookSearch.Find(Shelf, "people")).Step);
}
