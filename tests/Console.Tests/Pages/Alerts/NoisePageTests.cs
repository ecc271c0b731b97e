using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class NoisePageTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Rules_are_listed_with_their_figures_sorted_as_the_address_says()
    {
        Known.Fine(console.Live);
        await FireAsync("00000000000000a1", "Often", 4, minutes: 2);
        await FireAsync("00000000000000b1", "Long", 1, minutes: 9);

        Assert.Equal(["Often", "Long"], await NamesAsync("/alerts/noise"));
        Assert.Equal(["Long", "Often"], await NamesAsync("/alerts/noise?sort=total"));
        Assert.Equal(["Often"], await NamesAsync("/alerts/noise?show=flapping"));
        Assert.Equal(["Often", "Long"], await NamesAsync("/alerts/noise?sort=;drop&show=x&days=999999"));

        var page = await console.PageAsync("/alerts/noise?sort=total");
        Assert.Equal("Total", page.QuerySelector("th[aria-sort=descending]")!.Words());
        var often = page.QuerySelectorAll("tbody tr").Single(row => row.Words().Contains("Often", StringComparison.Ordinal));
        Assert.Matches("billing 4 2 min 8 min .*flaps.*never acted upon.*no runbook", often.Words());
        Assert.Equal("alerts/00000000000000a1", often.QuerySelector("a[data-row]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_file_has_the_same_lines_and_no_formula()
    {
        Known.Fine(console.Live);
        await FireAsync("00000000000000a1", "=HYPERLINK(\"http://evil.example\")", 1, minutes: 2);

        using var answer = await console.Http.GetAsync(new Uri(console.Address, "/alerts/noise.csv?days=7"), Cancellation);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\r\n");

        Assert.StartsWith("attachment; filename=noise-7d-", answer.Content.Headers.ContentDisposition!.ToString().Replace("\"", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith("system,rule,severity,firings", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"billing\",\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"critical\",\"1\",\"1\",\"120\",\"120\"", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", ""], [.. lines[2..], ""]);
    }

    private async Task<IEnumerable<string>> NamesAsync(string path) => (await console.PageAsync(path)).QuerySelectorAll("tbody th b").Select(name => name.TextContent);

    /// <summary>Puts firings of so many minutes into the history, ten minutes apart, the last one two hours ago.</summary>
    private Task<int> FireAsync(string fingerprint, string name, int times, int minutes) => console.Services.GetRequiredService<Database>().WriteAsync(
        async work =>
        {
            var at = TimeProvider.System.GetUtcNow().AddHours(-2);
            for (var i = 0; i < times; i++, at = at.AddMinutes(-10))
            {
                foreach (var (from, to, when) in new[] { ("resolved", "firing", at), ("firing", "resolved", at.AddMinutes(minutes)) })
                {
                    await work.ExecuteAsync(
                        """
                        INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
                        VALUES (@fingerprint, @when, @from, @to, 'billing', @name, 'critical', @when, 0)
                        """,
                        new { fingerprint, when = StoredTime.Of(when), from, to, name }, Cancellation);
                }
            }

            return times;
        },
        Cancellation);
}
