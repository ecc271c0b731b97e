using OpsConsole.Commands;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.World;

namespace OpsConsole.Tests.Commands;

/// <summary><c>OpsConsole check</c>, with runbooks.</summary>
public sealed class CheckRunbooksTests : IDisposable
{
    private const string Profile = "title: Billing\nclaims_alerts: ['system=\"billing\"']\nactions:\n  - {kind: silence}\n";
    private const string Steps = "## Diagnose\n### Look\nWell.\n";

    private static readonly string Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-check-");
    private readonly StringWriter output = new();
    private readonly string systems;

    public CheckRunbooksTests()
    {
        systems = root.CreateSubdirectory("systems").FullName;
        File.WriteAllText(Path.Combine(systems, "billing.yaml"), Profile);
        File.WriteAllText(Path.Combine(root.FullName, "access.yaml"), "grants: [{role: viewer, groups: [a]}]");
    }

    private string[] Lines => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        output.Dispose();
        root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/.")]
    public async Task The_folder_beside_the_profiles_is_found(string ending)
    {
        Write("runbooks/billing/slow.md", Book("Slow"));

        Assert.Equal(0, await RunAsync("--systems", systems + ending));
        Assert.Equal(["1 profile and 1 runbook read, PromQL not asked (give --prometheus URL), 1 grant: no problem"], Lines);
    }

    [Fact]
    public async Task Another_folder_is_read_instead_when_it_is_named()
    {
        Write("runbooks/billing/slow.md", "no runbook");
        Write("others/billing/slow.md", Book("Slow"));
        Write("others/billing/late.md", Book("Late"));

        Assert.Equal(0, await RunAsync("--systems", systems, "--runbooks", Path.Combine(root.FullName, "others")));
        Assert.Equal(["1 profile and 2 runbooks read, PromQL not asked (give --prometheus URL), 1 grant: no problem"], Lines);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_or_is_a_file_is_a_misuse()
    {
        foreach (var wrong in new[] { Path.Combine(root.FullName, "none"), Path.Combine(systems, "billing.yaml") })
        {
            output.GetStringBuilder().Clear();
            Assert.Equal(2, await RunAsync("--systems", systems, "--runbooks", wrong));
            Assert.StartsWith($"--runbooks: '{wrong}' is no folder: name the one that holds SYSTEM/ALERT.md", Lines[0], StringComparison.Ordinal);
            Assert.StartsWith("usage: OpsConsole check ", Lines[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_mistake_is_one_line_with_file_and_line()
    {
        Write("runbooks/billing/broken.md", """
            ---
            titel: Broken
            system: orders
            alerts: []
            severity: loud
            respond_within: soon
            reviewed: yesterday
            ---
            # Broken
            ## Resolve
            ### Restart {#same}
            - If it is slow, go to [Nowhere](#nowhere).
            ### Restart again {#same}
            ## Diagnose
            ## Remedy
            ## Verify
            ### Ask
            ```promql expect: lots; unti: s; range: 1m
            up
            ```
            ```promql
            ```
            ```kubectl
            kubectl get pods
            ```
            ```action
            kind: reboot
            ```
            ```action
            kind: scale
            ```
            > ```promql
            > up
            > ```

            [gone](gone.md) [script](javascript:alert(1)) ![far](https://evil.example/x.png)
            """);
        Write("runbooks/billing/bare.md", "No front matter.\n");

        Assert.Equal(1, await RunAsync("--systems", systems));
        var lines = Lines;
        Assert.All(lines[..^1].Where(line => !line.StartsWith("warning: ", StringComparison.Ordinal)), line => Assert.Matches(@"^runbooks/billing/(broken|bare)\.md:\d+(:\d+)?[ :]", line));
        var mistakes = new[]
        {
            ("2", "titel: unknown field"), ("2", "title: is missing"), ("3", "'orders' is not the folder 'billing'"), ("4", "alerts: is missing"), ("5", "'loud' is not known"),
            ("6", "'soon' is no duration"), ("7", "'yesterday' is no day"), ("9", "a heading of the first level"), ("12", "'#nowhere' is no step"), ("13", "a second step with the id #same"),
            ("14", "Diagnose stands in the wrong place"), ("15", "'Remedy' is no section"), ("18", "'lots' is no expectation"), ("18", "'unti' is not known"), ("18", "'1m' is no range"),
            ("21", "the promql block is empty"), ("23", "billing has no cluster"), ("26", "there is no action 'reboot'"), ("29", "does not allow scale"),
            ("32", "a promql block within a list or a quote"), ("36", "the link 'gone.md' leads to no runbook"), ("36", "the link 'javascript:alert(1)' is left out"),
            ("36", "the image 'https://evil.example/x.png' is not shown"),
        };
        Assert.All(mistakes, mistake => Assert.Single(
            lines, said => said.StartsWith($"runbooks/billing/broken.md:{mistake.Item1}:", StringComparison.Ordinal) && said.Contains(mistake.Item2, StringComparison.Ordinal)));
        Assert.Equal(mistakes.Length, lines.Count(said => said.StartsWith("runbooks/billing/broken.md:", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("runbooks/billing/bare.md:1: begins without front matter", StringComparison.Ordinal));
        Assert.StartsWith("1 profile and 2 runbooks read, ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_would_forge_lines_stays_on_its_own()
    {
        Write("runbooks/billing/slow.md", Book("Slow", "## Diagnose\n### Look\n[x](<go ne.md\u2028runbooks/other.md:1: forged>)\n"));

        await RunAsync("--systems", systems);
        Assert.All(output.ToString().Split('\n', '\r', '\u2028', '\u2029', '\u0085'), line => Assert.False(line.StartsWith("runbooks/other.md", StringComparison.Ordinal), output.ToString()));
    }

    [Fact]
    public async Task A_review_that_is_due_is_a_warning_and_no_failure()
    {
        Write("runbooks/billing/old.md", Book("Old", reviewed: "2020-02-29"));
        Write("runbooks/billing/never.md", Book("Never", reviewed: null));
        Write("runbooks/billing/slow.md", Book("Slow"));

        Assert.Equal(0, await RunAsync("--systems", systems));
        Assert.Equal(
            [
                "warning: runbooks/billing/never.md: was never reviewed",
                "warning: runbooks/billing/old.md: was last reviewed on 2020-02-29: a review is due",
                "1 profile and 3 runbooks read, PromQL not asked (give --prometheus URL), 1 grant: no problem",
            ],
            Lines);
    }

    [Fact]
    public async Task Expressions_are_not_judged_without_a_prometheus()
    {
        Write("runbooks/billing/slow.md", Book("Slow", $"{Steps}```promql\nrate(\n```\n"));

        Assert.Equal(0, await RunAsync("--systems", systems));
        Assert.Equal(["1 profile and 1 runbook read, PromQL not asked (give --prometheus URL), 1 grant: no problem"], Lines);
    }

    [Fact]
    public async Task Of_a_prometheus_that_is_not_there_its_silence_is_told_and_nothing_else_made_up()
    {
        Write("runbooks/billing/slow.md", Book("Slow", $"{Steps}```promql\nup\n```\n"));

        Assert.Equal(1, await RunAsync("--systems", systems, "--prometheus", "http://127.0.0.1:1"));
        Assert.Equal(2, Lines.Length);
        Assert.StartsWith("--prometheus: the PromQL could not be checked: ", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ships_has_no_problem_that_a_real_prometheus_with_its_rules_knows_of()
    {
        await using var prometheus = await StartAsync(Repository.At("monitoring", "rules"));

        Assert.True(await RunAsync("--systems", Repository.At("systems"), "--runbooks", Repository.At("runbooks"), "--prometheus", prometheus.Url) == 0, output.ToString());
        Assert.DoesNotContain(Lines, line => !line.StartsWith("warning: ", StringComparison.Ordinal) && line != Lines[^1]);
        Assert.EndsWith(": no problem", Lines[^1], StringComparison.Ordinal);
        Assert.Matches(@"^\d+ profiles and \d+ runbooks read, [1-9]\d{2,} expressions asked, ", Lines[^1]);
    }

    [Fact]
    public async Task A_real_prometheus_names_what_it_can_not_read_and_what_has_no_runbook_or_no_rule()
    {
        Write("rules/billing.yml", """
            groups:
            - name: billing
              rules:
              - {alert: Slow, expr: up == 0, labels: {system: billing, severity: high}}
              - {alert: BillingLate, expr: up == 0, labels: {system: billing, severity: warning}}
              - {alert: Elsewhere, expr: up == 0, labels: {system: orders}}
              - {record: billing:up, expr: up, labels: {system: billing}}
            """);
        Write("runbooks/billing/slow.md", Book("Slow", $"{Steps}```promql\nup{{pod=~\"{{{{ labels.pod }}}}.*\"}}\n```\n\n```promql\nrate(up[5m]) by (job)\n```\n"));
        Write("runbooks/billing/gone.md", Book("Gone"));
        Write("runbooks/guides/dns.md", $"---\ntitle: DNS\nreviewed: {Today}\n---\nRead.\n");
        await using var prometheus = await StartAsync(Path.Combine(root.FullName, "rules"));

        Assert.Equal(1, await RunAsync("--systems", systems, "--prometheus", prometheus.Url));
        var lines = Lines;
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("runbooks/billing/slow.md:16: prometheus refuses this PromQL: ", lines[0], StringComparison.Ordinal);
        Assert.Contains("parse error: unexpected <by>", lines[0], StringComparison.Ordinal);
        Assert.Equal("runbooks/billing/billing-late.md: nobody has written the runbook of BillingLate yet", lines[1]);
        Assert.Equal("runbooks/billing/gone.md:1: no rule of billing is called Gone", lines[2]);
        Assert.Equal("1 profile and 3 runbooks read, 2 expressions asked, 1 grant: 3 problems", lines[3]);
    }

    private static string Book(string alert, string body = Steps, string? reviewed = "today") =>
        $"---\ntitle: {alert}\nsystem: billing\nalerts: [{alert}]\nseverity: high\nrespond_within: 15m\n{(reviewed is null ? null : $"reviewed: {(reviewed == "today" ? Today : reviewed)}\n")}---\n{body}";

    private Task<int> RunAsync(params string[] args) =>
        CheckCommand.RunAsync([.. args, "--access", Path.Combine(root.FullName, "access.yaml")], output, TestContext.Current.CancellationToken);

    private void Write(string name, string text)
    {
        var path = Path.Combine(root.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static Task<ServerProcess> StartAsync(string rules) => ServerProcess.StartAsync(
        "/usr/bin/prometheus",
        server =>
        {
            File.WriteAllText(Path.Combine(server.Folder, "prometheus.yml"), $"rule_files: ['{rules}/*.yml']\n");
            return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{server.Port}"];
        },
        "/-/ready",
        TestContext.Current.CancellationToken);
}
