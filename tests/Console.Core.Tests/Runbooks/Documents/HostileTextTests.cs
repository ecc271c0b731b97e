using System.Text;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

/// <summary>Files that nobody wrote to be read: each is contained within moments, and either rendered or refused by name.</summary>
public sealed class HostileTextTests
{
    // Seconds are needed by what is not guarded, minutes or the process by the worst: this leaves room for a busy machine.
    private static readonly TimeSpan Contained = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["two megabytes"] = new('a', 2 * 1024 * 1024),
        ["quotes in quotes"] = new('>', 100_000),
        ["quotes in quotes, short"] = new('>', 15_000),
        ["quotes in quotes, few"] = new('>', 7_000),
        ["brackets"] = new('[', 100_000),
        ["brackets, short"] = new('[', 15_000),
        ["brackets in lines"] = Lines(new string('[', 100), 4_900),
        ["images"] = Lines(string.Concat(Enumerable.Repeat("![", 50)), 4_900),
        ["closed brackets in lines"] = Lines(new string('[', 50) + new string(']', 50), 4_900),
        ["links without end"] = Lines(string.Concat(Enumerable.Repeat("[a](", 25)), 4_900),
        ["links in angles"] = Lines(string.Concat(Enumerable.Repeat("[a](<b", 18)), 4_900),
        ["parentheses"] = "[a](" + new string('(', 100_000),
        ["parentheses, short"] = "[a](" + new string('(', 15_000),
        ["lists in lists"] = Lines2(i => new string(' ', 2 * Math.Min(i, 4_000)) + "- a", 200),
        ["markers in a line"] = string.Concat(Enumerable.Repeat("- ", 50_000)),
        ["markers in a line, short"] = string.Concat(Enumerable.Repeat("- ", 9_000)),
        ["numbers in a line"] = string.Concat(Enumerable.Repeat("1. ", 6_000)),
        ["items"] = Lines("- a", 100_000),
        ["items that are allowed"] = Lines("- [ ] If a, go to [b](#c)", 4_900),
        ["headings"] = Lines("### a", 4_900),
        ["sections"] = Lines("## a", 4_900),
        ["columns"] = Lines(string.Concat(Enumerable.Repeat("|a", 50_000)) + "\n" + string.Concat(Enumerable.Repeat("|-", 50_000)), 1),
        ["columns that are allowed, and rows"] = Columns(99) + "\n" + Columns(99, "-") + "\n" + Lines("|", 4_900),
        ["full columns that are allowed"] = Columns(99) + "\n" + Columns(99, "-") + "\n" + Lines(Columns(99), 1_200),
        ["rows"] = "|a|b|\n|-|-|\n" + Lines("|a|b|", 50_000),
        ["few rows"] = "|a|b|\n|-|-|\n" + Lines("|a|b|", 4_000),
        ["many lines"] = new('\n', 50_000),
        ["marks"] = Lines(string.Concat(Enumerable.Repeat("*_", 55)), 10),
        ["a long line"] = new('x', 100_000),
        ["stars"] = Lines(string.Concat(Enumerable.Repeat("*a ", 33)), 4_900),
        ["stars and bars"] = Lines(string.Concat(Enumerable.Repeat("**a_", 25)), 4_900),
        ["stars in a row"] = Lines(new string('*', 100) + "a", 4_900),
        ["closed stars"] = Lines(new string('*', 50) + "a" + new string('*', 50), 4_900),
        ["backticks"] = string.Join('\n', Enumerable.Range(1, 900).Select(i => "a" + new string('`', i))),
        ["autolinks"] = Lines(string.Concat(Enumerable.Repeat("<a:b ", 20)), 4_900),
        ["bare addresses"] = Lines(string.Concat(Enumerable.Repeat("www.a ", 16)), 4_900),
        ["entities"] = Lines(string.Concat(Enumerable.Repeat("&amp", 25)), 4_900),
        ["openings of places"] = Lines(new string('{', 100), 4_900),
        ["places without names"] = Lines(string.Concat(Enumerable.Repeat("{{ labels.", 10)), 4_900),
        ["definitions"] = Lines2(i => $"[a{i}]: b \"c\"", 4_900) + "\n" + Lines("[a1][a2][a3]", 10),
        ["definitions without end"] = Lines("[a]: <b \"c", 4_900),
        ["a jump of spaces"] = "## Diagnose\n### a\n- If" + new string(' ', 19_000) + "x [b](#c)\n",
        ["jumps of spaces"] = "## Diagnose\n### a\n" + Lines("- If " + string.Concat(Enumerable.Repeat("go ", 30)) + "[b](#c)", 4_800),
        ["a heading of spaces"] = "## a" + new string(' ', 19_000) + "b",
        ["headings of braces"] = Lines("### " + string.Concat(Enumerable.Repeat("{#a", 30)), 4_900),
        ["fences"] = Lines("```promql", 4_900),
        ["many blocks"] = Lines("```promql expect: x; expect: y\n```", 2_400),
        ["an action of brackets"] = "```action\n" + new string('[', 19_000) + "\n```\n",
        ["an action of fields"] = "```action\n" + Lines2(i => $"a{i}: b", 4_900) + "\n```\n",
        ["a command that goes on"] = "```kubectl\n" + Lines(new string('a', 90) + "\\", 4_900) + "\n```\n",
        ["escaped quotes in code"] = "```yaml\n" + Lines(string.Concat(Enumerable.Repeat("\\\"", 50)), 4_900) + "\n```\n",
        ["escaped quotes in commands"] = "- a\n\n  ```sh\n" + Lines("  " + string.Concat(Enumerable.Repeat("\"\\", 50)), 4_900) + "\n  ```\n",
        ["front matter of brackets"] = "---\n" + new string('[', 19_000) + "\n---\n",
        ["front matter of alerts"] = "---\nalerts:\n" + Lines2(i => $"- A{i}", 4_900) + "\n---\n",
        ["front matter of unknown fields"] = "---\n" + Lines2(i => $"a{i}: b", 4_900) + "\n---\n",
        ["front matter without end"] = "---\n" + Lines("--- ", 4_900),
        ["control characters"] = string.Concat(Enumerable.Range(0, 19_000).Select(i => (char)(i % 32 == 10 ? 1 : i % 32))),
        ["half characters"] = new string('\ud800', 19_000),
    };

    public static TheoryData<string> Names { get; } = [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_file_holds_it_is_contained(string name)
    {
        // As it is, and cut so that no limit of size refuses it.
        foreach (var text in new[] { Texts[name], Divided(Texts[name]) })
        {
            var begun = ThreadTime.Used();
            var runbook = RunbookReader.Read("billing", "disk-full", text);
            RunbookRenderer.Render(runbook, RunbookScene.Nothing, "here");
            var took = ThreadTime.Used() - begun;
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {took.TotalMilliseconds:0} ms, {runbook.Problems[0].What}");

            Assert.True(took < Contained, $"{name}: {took}");
            Assert.InRange(runbook.Problems.Length, 1, 6_000);
        }
    }

    [Theory]
    [InlineData("few rows", "1334: more than 8000 characters without an empty line: divide it")]
    [InlineData("two megabytes", "1: is longer than 128 KB: split it")]
    [InlineData("quotes in quotes, few", "1: is nested too deeply: quotes, lists and brackets within each other go 100 levels deep at most")]
    [InlineData("many lines", "5001: has more than 5000 lines: split it")]
    [InlineData("columns", "1: is longer than 128 KB: split it")]
    [InlineData("marks", "10: more than 1000 brackets, stars, underscores and backticks without an empty line: divide it")]
    [InlineData("a long line", "1: more than 8000 characters without an empty line: divide it")]
    public void What_is_refused_says_why(string name, string why) => Assert.Equal(why, Assert.Single(Written.Read(Texts[name]).Wrongs()));

    [Fact]
    public void A_table_wider_than_anybody_reads_is_refused_with_its_line() =>
        Assert.Equal($"{Written.BodyBegins + 2}: a line with more than 100 bars: no table is that wide", Assert.Single(Written.Body("a\n" + Columns(150) + "\n").Wrongs()));

    private static string Divided(string text)
    {
        var (divided, piece) = (new StringBuilder(), 0);
        foreach (var line in text.Split('\n').Select(line => line[..Math.Min(line.Length, 7_900)]).Take(4_900))
        {
            if (piece + line.Length + 1 > 7_950)
            {
                divided.Append('\n');
                piece = 0;
            }

            if (divided.Length + line.Length > 127 * 1024)
            {
                break;
            }

            divided.Append(line).Append('\n');
            piece += line.Length + 1;
        }

        return divided.ToString();
    }

    private static string Lines(string line, int count) => string.Join('\n', Enumerable.Repeat(line, count));

    private static string Lines2(Func<int, string> line, int count) => string.Join('\n', Enumerable.Range(0, count).Select(line));

    private static string Columns(int count, string cell = "a") => string.Concat(Enumerable.Repeat("|" + cell, count));
}
