using System.Net;
using System.Text.Json;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Host;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lives_before_it_is_ready_and_is_ready_once_the_profiles_are_read()
    {
        await using var console = ConsoleHost.Start();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(console, "/health/live"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(console, "/health/ready"));

        console.Live.Systems.Observed(SystemCatalog.Empty);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(console, "/health/ready"));
    }

    [Fact]
    public async Task The_details_name_each_section_with_its_freshness_and_its_problem()
    {
        await using var console = ConsoleHost.Start();
        console.Live.Alerts.Observed(Alerts.AlertBoard.Empty);
        console.Live.Slo.Failed("main does not answer");

        using var report = JsonDocument.Parse(await console.Http.GetStringAsync(new Uri(console.Address, "/health/detailed"), Cancellation));
        var sections = report.RootElement.GetProperty("sections").EnumerateArray().ToDictionary(section => section.GetProperty("name").GetString()!);

        Assert.Equal("degraded", report.RootElement.GetProperty("status").GetString());
        Assert.Equal(console.Live.All.Select(section => section.Name).Order(), sections.Keys.Order());
        Assert.Equal("live", sections["alerts"].GetProperty("freshness").GetString());
        Assert.Equal("unknown", sections["slo"].GetProperty("freshness").GetString());
        Assert.Equal("main does not answer", sections["slo"].GetProperty("problem").GetString());
        Assert.Equal(JsonValueKind.Null, sections["slo"].GetProperty("observedAt").ValueKind);
    }

    [Fact]
    public async Task An_upstream_that_does_not_answer_is_named_and_does_not_make_the_console_unready()
    {
        await using var console = ConsoleHost.StartWhole([], ("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", "http://127.0.0.1:1"));
        await foreach (var seen in console.Live.Alerts.WatchAsync(Cancellation))
        {
            if (seen.Version > 0 && seen.Problem is not null)
            {
                break;
            }
        }

        using var report = JsonDocument.Parse(await console.Http.GetStringAsync(new Uri(console.Address, "/health/detailed"), Cancellation));
        var source = Assert.Single(report.RootElement.GetProperty("sources").EnumerateArray());

        Assert.Equal("main", source.GetProperty("name").GetString());
        Assert.False(source.GetProperty("reachable").GetBoolean());
        Assert.NotEqual(string.Empty, source.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(console, "/health/ready"));
    }

    private static async Task<HttpStatusCode> StatusAsync(ConsoleHost console, string path)
    {
        using var answer = await console.Http.GetAsync(new Uri(console.Address, path), Cancellation);
        return answer.StatusCode;
    }
}
