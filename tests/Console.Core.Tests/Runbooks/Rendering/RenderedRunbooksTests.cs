using OpsConsole.Core.Tests.Runbooks.Library;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Rendering;

public sealed class RenderedRunbooksTests : IDisposable
{
    private readonly RenderedRunbooks kept = new();
    private readonly Runbook runbook = Shelved.Book("billing", "x", "X", body: "## Diagnose\n### Look\nAt {{ labels.pod }}.\n");

    public void Dispose() => kept.Dispose();

    [Fact]
    public void The_same_runbook_for_the_same_values_is_rendered_once() =>
        Assert.Same(kept.Get(runbook, Places.Scene("a"), "here"), kept.Get(Shelved.Book("billing", "x", "X", body: "## Diagnose\n### Look\nAt {{ labels.pod }}.\n"), Places.Scene("a"), "here"));

    [Fact]
    public void Another_value_page_text_or_folder_is_another()
    {
        var one = kept.Get(runbook, Places.Scene("a"), "here");

        Assert.NotSame(one, kept.Get(runbook, Places.Scene("b"), "here"));
        Assert.NotSame(one, kept.Get(runbook, RunbookScene.Nothing, "here"));
        Assert.NotSame(kept.Get(runbook, RunbookScene.Nothing, "here"), kept.Get(runbook, RunbookScene.Nothing with { HasAlert = true }, "here"));
        Assert.NotSame(one, kept.Get(runbook, Places.Scene("a"), "there"));
        Assert.NotSame(one, kept.Get(runbook with { Slug = "y" }, Places.Scene("a"), "here"));
        Assert.NotSame(one, kept.Get(Shelved.Book("billing", "x", "X"), Places.Scene("a"), "here"));
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        var large = Shelved.Book("billing", "x", "X", body: string.Concat(Enumerable.Repeat("## Symptoms\n\n" + new string('a', 7_900) + "\n\n", 12)));
        foreach (var number in Enumerable.Range(0, 300))
        {
            kept.Get(large, Places.Scene($"{number}"), "here");
        }

        Assert.InRange(kept.Count, 1, 180);
    }

    [Fact]
    public void Many_may_ask_at_once()
    {
        Parallel.For(0, 400, number => Assert.NotEmpty(kept.Get(runbook, Places.Scene($"{number % 7}"), "here").Sections));
        Assert.Equal(7, kept.Count);
    }
}
