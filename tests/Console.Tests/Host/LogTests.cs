using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsConsole.Tests.Host;

/// <summary>What a console says of itself while it runs: its log and its metrics.</summary>
public sealed class LogTests
{
    private static readonly string[] Arguments =
    [
        "--urls=http://127.0.0.1:0", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Information",
        "--Upstreams:Prometheus:0:Name=main", "--Upstreams:Prometheus:0:Url=http://127.0.0.1:1", "--Upstreams:Prometheus:0:BearerToken=opensesame-token",
        "--Upstreams:Alertmanager:0:Name=main", "--Upstreams:Alertmanager:0:Url=http://127.0.0.1:1",
        "--Upstreams:Alertmanager:0:Username=reader", "--Upstreams:Alertmanager:0:Password=opensesame-word",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_json_each_line_is_one_object_and_a_request_is_told_without_its_query()
    {
        await using var console = ConsoleProcess.Start([.. Arguments, "--Logs:Format=json"]);
        using var http = new HttpClient { BaseAddress = await AddressAsync(console) };
        using var answer = await http.GetAsync(new Uri("alerts?q=opensesame-query", UriKind.Relative), Cancellation);

        using var request = JsonDocument.Parse(await console.LineAsync("/alerts"));

        var properties = request.RootElement.GetProperty("Properties");
        Assert.Equal("GET", properties.GetProperty("Method").GetString());
        Assert.Equal("/alerts", properties.GetProperty("Path").GetString());
        Assert.Equal(401, properties.GetProperty("Status").GetInt32());
        Assert.True(properties.GetProperty("Milliseconds").GetDouble() > 0);
        await console.LineAsync("127.0.0.1:1");
        Assert.All(console.Said, line =>
        {
            using var parsed = JsonDocument.Parse(line);
            Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
        });
        Assert.DoesNotContain(console.Said, line => line.Contains("opensesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_once_and_in_a_sentence()
    {
        await using var console = ConsoleProcess.Start([.. Arguments, "--Storage:PostgreSql=Host=127.0.0.1;Port=1;Database=ops;Username=console;Password=opensesame-word"]);
        using var http = new HttpClient { BaseAddress = await AddressAsync(console) };
        using var answer = await http.GetAsync(new Uri("sign-in", UriKind.Relative), Cancellation);
        await console.LineAsync("/sign-in");

        Assert.Single(console.Said, line => line.Contains("127.0.0.1:1/ops", StringComparison.Ordinal));
        Assert.DoesNotContain(console.Said, line => line.Contains("key ring", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal) || line.Contains("opensesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Probes_are_only_told_when_they_fail_and_no_secret_is_told_at_the_finest_level()
    {
        await using var console = ConsoleProcess.Start(
            [.. Arguments, "--Serilog:MinimumLevel:Override:System.Net.Http=Verbose"]);
        using var http = new HttpClient { BaseAddress = await AddressAsync(console) };
        using var probe = await http.GetAsync(new Uri("health/live", UriKind.Relative), Cancellation);
        using var gone = await http.GetAsync(new Uri("health/nothing", UriKind.Relative), Cancellation);

        await console.LineAsync("GET /health/nothing answered 401");

        Assert.DoesNotContain(console.Said, line => line.Contains("/health/live", StringComparison.Ordinal));
        Assert.DoesNotContain(console.Said, line => line.Contains("opensesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_metrics_are_read_by_promtool()
    {
        await using var console = ConsoleProcess.Start(Arguments);
        using var http = new HttpClient { BaseAddress = await AddressAsync(console) };
        using var page = await http.GetAsync(new Uri("alerts", UriKind.Relative), Cancellation);
        await console.LineAsync("/alerts");
        var text = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), Cancellation);

        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(text.AsMemory(), Cancellation);
        promtool.StandardInput.Close();
        var advice = await promtool.StandardError.ReadToEndAsync(Cancellation);
        await promtool.WaitForExitAsync(Cancellation);

        // 3: it could be read, and there is advice on names that are the framework's own.
        Assert.True(promtool.ExitCode is 0 or 3, $"{promtool.ExitCode}: {advice}");
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("process_cpu_seconds_total ", text, StringComparison.Ordinal);
    }

    private static async Task<Uri> AddressAsync(ConsoleProcess console)
    {
        var line = await console.LineAsync("Now listening on: ");
        return new Uri(Regex.Match(line, "http://[0-9.:]+").Value);
    }
}
