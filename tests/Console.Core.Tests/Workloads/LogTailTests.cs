using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class LogTailTests
{
    private static readonly LogQuery Query = new("pay", "api-0", "api", 200, true);

    [Fact]
    public async Task It_holds_a_bounded_number_of_lines_and_counts_what_it_dropped()
    {
        var tail = await ReadAsync(Enumerable.Range(1, LogTail.MostLines + 3).Select(i => $"line {i}"), null);

        Assert.Equal((LogTail.MostLines + 3, 3), (tail.Read, tail.Dropped));
        Assert.Equal((4, "line 4"), (tail.Lines(string.Empty)[0].Number, tail.Lines(string.Empty)[0].Text));
        Assert.True(tail.Ended);
    }

    [Fact]
    public async Task A_filter_does_not_mind_the_letters_case()
    {
        var tail = await ReadAsync(["an ERROR", "fine", "Error again"], null);

        Assert.Equal([1L, 3L], tail.Lines("error").Select(line => line.Number));
    }

    [Fact]
    public async Task What_was_read_before_a_failure_stays_and_the_clusters_words_are_kept()
    {
        var tail = await ReadAsync(["one"], new UpstreamException("east", UpstreamFault.Broken, "the kubelet does not answer"));

        Assert.Equal(("the kubelet does not answer", 1L, true), (tail.Problem, tail.Read, tail.Ended));
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m and plain", "red and plain")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("bell\u0007", "bell\u2407")]
    [InlineData("turned \u202egnol", "turned \ufffdgnol")]
    [InlineData("\u001b]0;title\u0007", "\u241b]0;title\u2407")]
    [InlineData("grüße 你好", "grüße 你好")]
    public void Terminal_colours_go_and_control_characters_become_visible(string line, string shown) => Assert.Equal(shown, LogText.Harmless(line));

    [Fact]
    public void Nothing_that_controls_a_terminal_or_turns_the_text_is_left_of_any_line() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(line => line is not null),
        line => !LogText.Harmless(line).Any(letter => (char.IsControl(letter) && letter != '\t') || letter is >= '\u202a' and <= '\u202e'))
        .QuickCheckThrowOnFailure();

    private static async Task<LogTail> ReadAsync(IEnumerable<string> lines, UpstreamException? end)
    {
        var tail = new LogTail(new Told(lines, end), Query);
        var told = 0;
        await tail.RunAsync(() => told++, TestContext.Current.CancellationToken);
        Assert.Equal(tail.Read + 1, told);
        return tail;
    }

    private sealed class Told(IEnumerable<string> lines, UpstreamException? end) : IClusterSource
    {
        public string Name => "east";

        public IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(string? @namespace, Action<string> failed, CancellationToken cancellation)
            where T : class, IClusterObject => throw new NotSupportedException("Only the log is read here.");

        public async IAsyncEnumerable<LogLine> LogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
        {
            foreach (var line in lines)
            {
                yield return new LogLine(null, line);
            }

            await Task.Yield();
            if (end is not null)
            {
                throw end;
            }
        }
    }
}
