using OpsConsole.Commands;
using OpsConsole.Core.Tests.RealServers;

namespace OpsConsole.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private const string Good = "title: Billing\nclaims_alerts: ['system=\"billing\"']\npanels:\n  - {title: A, unit: x, queries: [{promql: 'sum(up)'}]}\n";

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-check-");
    private readonly StringWriter output = new();
    private readonly string folder;

    public CheckCommandTests() => folder = root.CreateSubdirectory("systems").FullName;

    public void Dispose()
    {
        output.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Good_profiles_end_with_zero_and_a_summary()
    {
        Write("billing", Good);

        Assert.Equal(0, await RunWithGrantsAsync("--systems", folder));
        Assert.Equal(["1 profile read, PromQL not asked (give --prometheus URL), 1 grant: no problem"], Lines);
    }

    [Fact]
    public async Task Each_problem_is_one_line_with_file_line_column_and_field()
    {
        Write("billing", Good);
        Write("broken", "titel: X\nclaims_alerts: ['system=\"x\"']\nslos:\n  - {name: a, title: A, kind: latency, target: 0, window: 30d, unit: x, bad: a, total: b, recorded: true}\n");

        Assert.Equal(1, await RunWithGrantsAsync("--systems", folder));
        Assert.Equal(
            [
                "systems/broken.yaml:1:1 title: is missing: write the name that people use",
                "systems/broken.yaml:1:1 titel: unknown field 'titel'; did you mean 'title'?",
                "systems/broken.yaml:4:48 slos[0].target: must be above 0 and below 100 (per cent), got 0: it would promise nothing, and no failure could use up its budget",
                "2 profiles read, PromQL not asked (give --prometheus URL), 1 grant: 3 problems",
            ],
            Lines);
    }

    [Fact]
    public async Task A_folder_without_profiles_is_a_problem()
    {
        Assert.Equal(1, await RunAsync("--systems", folder));
        Assert.Contains("holds no profile: write one as NAME.yaml, or name the folder with --systems DIR", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_problem()
    {
        Write("billing", Good);

        Assert.Equal(1, await RunAsync("--systems", folder, "--prometheus", "http://127.0.0.1:1"));
        Assert.StartsWith("--prometheus: the PromQL could not be checked: ", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_server_says_which_expression_is_wrong()
    {
        Write("billing", Good);
        Write("broken", Good.Replace("sum(up)", "rate(up[5m]) by (job)", StringComparison.Ordinal).Replace("billing", "broken", StringComparison.Ordinal));
        await using var prometheus = await ServerProcess.StartAsync("/usr/bin/prometheus", Arguments, "/-/ready", TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunWithGrantsAsync("--systems", folder, "--prometheus", prometheus.Url));
        Assert.StartsWith("systems/broken.yaml:4:44 panels[0].queries[0].promql: prometheus refuses this PromQL: ", Lines[0], StringComparison.Ordinal);
        Assert.Equal("2 profiles read, 2 expressions asked, 1 grant: 1 problem", Lines[1]);
    }

    [Fact]
    public async Task Grants_are_checked_beside_the_profiles_and_a_system_without_a_profile_is_a_warning_only()
    {
        Write("billing", Good);
        var access = Path.Combine(root.FullName, "access.yaml");
        await File.WriteAllTextAsync(access, "grants:\n  - {role: operator, groups: [a], systems: [billin]}\n", TestContext.Current.CancellationToken);

        Assert.Equal(0, await RunAsync("--systems", folder, "--access", access));
        Assert.Equal(
            [
                "warning: access.yaml:2 systems: no system 'billin' has a profile; did you mean 'billing'?",
                "1 profile read, PromQL not asked (give --prometheus URL), 1 grant: no problem",
            ],
            Lines);
    }

    [Fact]
    public async Task A_bad_grant_is_a_problem()
    {
        Write("billing", Good);
        var access = Path.Combine(root.FullName, "access.yaml");
        await File.WriteAllTextAsync(access, "grants:\n  - {role: operator}\n", TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync("--systems", folder, "--access", access));
        Assert.Equal(
            [
                "access.yaml:2:5 grants[0]: is for nobody: write groups: [NAME] or users: [SUBJECT]",
                "1 profile read, PromQL not asked (give --prometheus URL), grants not usable: 1 problem",
            ],
            Lines);
    }

    [Theory]
    [InlineData("--system", "x")]
    [InlineData("--systems")]
    [InlineData("--systems", "--prometheus")]
    [InlineData("--prometheus", "localhost:9090")]
    public async Task Wrong_arguments_end_with_two_and_the_usage(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Equal("usage: OpsConsole check [--systems DIR] [--runbooks DIR] [--access FILE] [--prometheus URL]", Lines[^1]);
    }

    [Fact]
    public async Task A_word_that_is_no_command_starts_no_server()
    {
        var command = Assert.IsType<Command>(OpsConsole.Commands.Commands.Find(["chekc"]));

        Assert.Equal(2, await command.RunAsync(output, TestContext.Current.CancellationToken));
        Assert.StartsWith("unknown command 'chekc'", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_not_commands()
    {
        Assert.Null(OpsConsole.Commands.Commands.Find([]));
        Assert.Null(OpsConsole.Commands.Commands.Find(["--urls=http://127.0.0.1:0"]));
        Assert.Null(OpsConsole.Commands.Commands.Find(["urls=http://127.0.0.1:0"]));
        Assert.Equal("check", OpsConsole.Commands.Commands.Find(["check"])!.Name);
    }

    private string[] Lines => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<int> RunWithGrantsAsync(params string[] args)
    {
        var access = Path.Combine(root.FullName, "good.yaml");
        File.WriteAllText(access, "grants: [{role: viewer, groups: [a]}]");
        return RunAsync([.. args, "--access", access]);
    }

    private Task<int> RunAsync(params string[] args) => CheckCommand.RunAsync(args, output, TestContext.Current.CancellationToken);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), text);

    private static string[] Arguments(ServerProcess server)
    {
        File.WriteAllText(Path.Combine(server.Folder, "prometheus.yml"), "global: {}");
        return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{server.Port}"];
    }
}
