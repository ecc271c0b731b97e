using OpsConsole.Commands;
using OpsConsole.World;

namespace OpsConsole.Tests.Commands;

/// <summary><c>OpsConsole rules</c> and <c>OpsConsole import-openslo</c>.</summary>
public sealed class RulesCommandTests : IDisposable
{
    private const string Profile = """
        title: Billing
        claims_alerts: ['system="billing"']
        slos:
          - {name: runs, title: 99% of runs, kind: availability, target: 99, window: 30d, unit: runs, bad: 'sum(rate(bad[$window]))', total: 'sum(rate(all[$window]))'}

        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-rules-");
    private readonly StringWriter output = new();
    private readonly string systems;

    public RulesCommandTests()
    {
        systems = root.CreateSubdirectory("systems").FullName;
        File.WriteAllText(Path.Combine(systems, "billing.yaml"), Profile);
    }

    private string Out => Path.Combine(root.FullName, "slo.yml");

    public void Dispose()
    {
        output.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_file_the_rules_are_printed()
    {
        Assert.Equal(0, await RunAsync());
        Assert.Contains("      - record: slo:bad:rate5m\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("      - alert: ErrorBudgetBurnFast\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("          runbook_url: https://runbooks.example.com/billing/error-budget-burn\n", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("records", "slo:bad:rate5m\n", "ErrorBudget")]
    [InlineData("ratios", "slo:error:ratio_rate3d\n", "record: slo:bad:rate5m")]
    [InlineData("alerts", "ErrorBudgetBurnSlow\n", "record:")]
    public async Task A_part_is_only_that(string part, string has, string lacks)
    {
        Assert.Equal(0, await RunAsync("--part", part));
        Assert.Contains(has, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(lacks, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_just_written_is_current_until_a_profile_changes()
    {
        Assert.Equal(0, await RunAsync("--format", "prometheusrule", "--runbooks-url", "https://wiki.example.com/x", "--out", Out));
        Assert.Equal(0, await RunAsync("--format", "prometheusrule", "--runbooks-url", "https://wiki.example.com/x", "--check", Out));
        Assert.Empty(output.ToString());

        await File.WriteAllTextAsync(Path.Combine(systems, "billing.yaml"), Profile.Replace("target: 99,", "target: 99.5,", StringComparison.Ordinal), Cancellation);
        Assert.Equal(1, await RunAsync("--format", "prometheusrule", "--runbooks-url", "https://wiki.example.com/x", "--check", Out));
        Assert.Matches(
            @"slo\.yml:\d+: is not current: here is 'slo:error:ratio_rate1h\{[^']*\} / 0\.01 > 14\.4', and from the profiles follows 'slo:error:ratio_rate1h\{[^']*\} / 0\.005 > 14\.4'; write it anew with --out",
            output.ToString());
    }

    [Fact]
    public async Task A_file_that_goes_on_or_is_missing_is_not_current()
    {
        Assert.Equal(0, await RunAsync("--out", Out));
        await File.AppendAllTextAsync(Out, "more\n", Cancellation);
        Assert.Equal(1, await RunAsync("--check", Out));
        Assert.Contains("here is 'more', and from the profiles follows the end", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("--check", Path.Combine(root.FullName, "none.yml")));
        Assert.Contains("none.yml: can't be read: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_a_problem_writes_nothing_because_its_alerts_would_be_missing()
    {
        await File.WriteAllTextAsync(Path.Combine(systems, "broken.yaml"), "titel: X\n", Cancellation);

        Assert.Equal(1, await RunAsync("--out", Out));
        Assert.Contains("systems/broken.yaml:1:1 titel: unknown field 'titel'; did you mean 'title'?", output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task No_objective_at_all_is_told()
    {
        await File.WriteAllTextAsync(Path.Combine(systems, "billing.yaml"), "title: Billing\nclaims_alerts: ['system=\"billing\"']\n", Cancellation);

        Assert.Equal(1, await RunAsync());
        Assert.Contains("holds no profile with an objective (slos): name the folder with --systems DIR", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--part: 'all-of-it' is not known: it is all, records, ratios or alerts", "--part", "all-of-it")]
    [InlineData("--format: 'json' is not known: it is prometheus or prometheusrule", "--format", "json")]
    [InlineData("--runbooks-url: 'wiki' is not an address: write for example https://wiki.example.com/runbooks", "--runbooks-url", "wiki")]
    [InlineData("--check: can't be given together with --out: write the file or compare it", "--out", "a", "--check", "b")]
    public async Task Arguments_that_cant_be_used_are_told_with_the_usage(string told, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains(told, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("usage: OpsConsole rules", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_OpenSLO_file_is_printed_as_the_part_of_a_profile()
    {
        Assert.Equal(0, await ImportOpenSloCommand.RunAsync([Repository.At("tests", "Console.Core.Tests", "Slo", "OpenSlo", "Samples", "search.yaml")], output));
        Assert.StartsWith("slos:\n  # From the OpenSLO object search-month.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("    window: {calendar: month, time_zone: Europe/Berlin}\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_OpenSLO_file_with_a_problem_prints_that_alone()
    {
        var file = Path.Combine(root.FullName, "slo.yaml");
        await File.WriteAllTextAsync(file, "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\n", Cancellation);

        Assert.Equal(1, await ImportOpenSloCommand.RunAsync([file], output));
        Assert.Equal($"{file}:1:1 spec: is missing: write indicator, timeWindow, budgetingMethod and objectives{Environment.NewLine}", output.ToString());
        Assert.Equal(2, await ImportOpenSloCommand.RunAsync([], output));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<int> RunAsync(params string[] args) => RulesCommand.RunAsync(["--systems", systems, .. args], output, Cancellation);
}
