using System.Diagnostics;
using OpsConsole.Sandbox.History;

namespace OpsConsole.Sandbox.Tests.History;

public sealed class HistoryTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("history");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Promtool_makes_blocks_of_the_history()
    {
        var file = await WriteAsync("--days", "2", "--raw-hours", "3");
        using var promtool = Process.Start(new ProcessStartInfo("promtool",
            ["tsdb", "create-blocks-from", "--max-block-duration=486h", "openmetrics", file, Path.Combine(folder.FullName, "data")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var complaint = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, await complaint);
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(folder.FullName, "data")));
    }

    [Fact]
    public async Task The_history_ends_where_the_live_series_begin()
    {
        var fleet = new SimulatedFleet();
        var lines = await File.ReadAllLinesAsync(await WriteAsync(fleet.Clock, "--days", "1", "--raw-hours", "1"), TestContext.Current.CancellationToken);
        Assert.Equal("# EOF", lines[^1]);
        var target = fleet.World.Targets.First(t => t.Job == "plue-api");
        var prefix = $"http_requests_total{{instance=\"{target.Labels["instance"]}\",job=\"plue-api\",method=\"GET\",namespace=\"plue\","
            + $"pod=\"{target.Labels["pod"]}\",service=\"api\",status=\"200\"}} ";
        var last = double.Parse(lines.Last(l => l.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..].Split(' ')[0], null);
        var live = fleet.Scrape("plue-api")[$"plue-api/{target.Id} http_requests_total{{method=\"GET\",status=\"200\"}}"];
        Assert.InRange(live - last, 0, 65 * 60);
        Assert.Contains(lines, l => l.StartsWith($"rynxs_leader_election_status", StringComparison.Ordinal) && l.Contains($"pod=\"{fleet.Holder}\"") && l.Contains("} 1 "));
    }

    [Theory]
    [InlineData("--out is missing", "--days", "3")]
    [InlineData("--days must be a number", "--days", "many", "--out", "x")]
    [InlineData("--raw-hours must be a number from 0 to 48", "--raw-hours", "72", "--out", "x")]
    [InlineData("--dayz is not known", "--dayz", "3")]
    [InlineData("--out needs a value", "--out")]
    public async Task A_wrong_argument_is_named(string complaint, params string[] args)
    {
        using var errors = new StringWriter();
        Assert.Equal(2, await HistoryCommand.RunAsync(args, new ManualClock(), errors));
        Assert.Contains(complaint, errors.ToString());
    }

    private Task<string> WriteAsync(params string[] args) => WriteAsync(new ManualClock(), args);

    private async Task<string> WriteAsync(ManualClock clock, params string[] args)
    {
        var file = Path.Combine(folder.FullName, "history.txt");
        using var errors = new StringWriter();
        Assert.Equal(0, await HistoryCommand.RunAsync([.. args, "--out", file], clock, errors));
        return file;
    }
}
