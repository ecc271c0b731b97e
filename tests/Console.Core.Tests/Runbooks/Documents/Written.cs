using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

/// <summary>Runbooks as a person writes them, for tests that break them in one place.</summary>
internal static class Written
{
    public const string FrontMatter = """
        ---
        title: Disk full
        system: billing
        alerts: [DiskFull]
        severity: high
        respond_within: 15m
        escalate_after: 1h
        escalate_to: lead
        owner: payments
        reviewed: 2026-11-29
        ---

        """;

    /// <summary>How many lines stand before the body.</summary>
    public const int BodyBegins = 11;

    public static Runbook Read(string text) => RunbookReader.Read("billing", "disk-full", text);

    public static Runbook Guide(string text) => RunbookReader.Read("guides", "dns", text);

    /// <summary>A good front matter, and this behind it.</summary>
    public static Runbook Body(string body) => Read(FrontMatter + body);

    /// <summary>Within one step.</summary>
    public static Runbook InStep(string body) => Body($"## Diagnose\n### Look\n{body}");

    /// <summary>A good front matter with one piece replaced.</summary>
    public static Runbook With(string old, string changed)
    {
        Assert.Contains(old, FrontMatter, StringComparison.Ordinal);
        return Read(FrontMatter.Replace(old, changed, StringComparison.Ordinal) + "## Diagnose\n### Look\nWell.\n");
    }

    /// <summary>The problems without the file's name: <c>3:7 title: is empty</c>.</summary>
    public static string[] Wrongs(this Runbook runbook) =>
        [.. runbook.Problems.Select(problem => $"{problem.Where.Replace(runbook.File + ":", string.Empty, StringComparison.Ordinal)}: {problem.What}")];
}
