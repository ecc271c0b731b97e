using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole check</c>: says everything that is wrong with the profiles, the runbooks, the grants and the escalation policies, one line each, and by its exit code whether anything is.</summary>
internal static class CheckCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "check";

    private const int Good = 0;
    private const int Bad = 1;
    private const int Misused = 2;
    private const string Usage = "usage: OpsConsole check [--systems DIR] [--runbooks DIR] [--access FILE] [--prometheus URL]";

    /// <summary>Checks.</summary>
    /// <param name="args">What stands behind <c>check</c>.</param>
    /// <param name="output">Where problems and the summary go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0 when all is well, 1 when something is wrong, 2 when the arguments are.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        var read = Read(args);
        if (!read.IsOk)
        {
            await output.WriteLineAsync($"{read.Explanation}{Environment.NewLine}{Usage}");
            return Misused;
        }

        var reader = new CatalogReader(read.Value.Systems);
        reader.Refresh();
        var catalog = reader.Current;
        var problems = catalog.Faults.SelectMany(fault => fault.Problems).ToImmutableArray();
        if (catalog.Systems.IsEmpty && problems.IsEmpty)
        {
            problems = [new Problem(read.Value.Systems, "holds no profile: write one as NAME.yaml, or name the folder with --systems DIR")];
        }

        var access = read.Value.Access ?? (File.Exists(AccessCommand.OwnFile()) ? AccessCommand.OwnFile() : null);
        var grants = access is null ? null : AccessReader.Read(access);
        problems = problems.AddRange(grants?.Problems ?? []);
        var templates = access is null ? null : SilenceTemplateReader.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(access))!, SilenceTemplateReader.File));
        problems = problems.AddRange(templates?.Problems ?? []).AddRange(templates is { IsOk: true } ? Strays(templates.Value, catalog) : []);
        var escalation = access is null ? null : EscalationCommand.ReadBeside(access, EscalationCommand.OwnChannels());
        problems = problems.AddRange(escalation?.Problems ?? []);
        var shelf = read.Value.Runbooks is { } runbooks ? RunbookFolder.Read(runbooks) : null;
        problems = problems.AddRange(shelf is null ? [] : RunbookCheck.All(shelf, catalog, RemedyBook.Descriptions()));
        if (read.Value.Prometheus is { } address)
        {
            problems = problems.AddRange(await AskedAsync(catalog, shelf ?? RunbookShelf.Empty, address, cancellation));
        }

        await TellAsync(output, problems, [.. grants is { IsOk: true } ? AccessWarnings.Of(grants.Value, catalog) : [], .. escalation is { IsOk: true } ? EscalationWarnings.Of(escalation.Value, catalog) : [], .. Reviews(shelf)]);
        await output.WriteLineAsync($"{Looked(catalog, shelf, grants, read.Value)}{Looked(escalation)}: {(problems.IsEmpty ? "no problem" : Count(problems.Length, "problem"))}");
        return problems.IsEmpty ? Good : Bad;
    }

    private static IEnumerable<Problem> Strays(ImmutableArray<SilenceTemplate> templates, SystemCatalog catalog) => templates
        .Where(template => catalog.Systems.All(system => system.Profile.Id != template.System) && catalog.Faults.All(fault => fault.Id != template.System))
        .Select(template => new Problem(SilenceTemplateReader.File, $"the template '{template.Name}' is for the system {template.System}, of which there is no profile"));

    private static async Task TellAsync(TextWriter output, ImmutableArray<Problem> problems, ImmutableArray<Problem> warnings)
    {
        foreach (var line in problems.Select(problem => problem.ToString()).Concat(warnings.Select(warning => $"warning: {warning}")))
        {
            await output.WriteLineAsync(line.ReplaceLineEndings(" "));
        }
    }

    private static ImmutableArray<Problem> Reviews(RunbookShelf? shelf) =>
    [
        .. (shelf?.All ?? []).Where(runbook => RunbookCheck.IsReviewDue(runbook, TimeProvider.System.GetUtcNow()))
            .Select(runbook => new Problem(runbook.File, runbook.Reviewed is { } day ? $"was last reviewed on {day:yyyy-MM-dd}: a review is due" : "was never reviewed")),
    ];

    private static string Looked(SystemCatalog catalog, RunbookShelf? shelf, Result<ImmutableArray<Grant>>? grants, CheckArguments given)
    {
        var expressions = catalog.Systems.Sum(system => ProfileQueries.Of(system.Profile).Length) + (shelf?.All.Sum(runbook => runbook.Blocks.OfType<PromqlBlock>().Count()) ?? 0);
        return $"{Count(catalog.Systems.Length + catalog.Faults.Length, "profile")}{(shelf is null ? null : $" and {Count(shelf.All.Length, "runbook")}")} read"
            + (given.Prometheus is null ? ", PromQL not asked (give --prometheus URL)" : $", {Count(expressions, "expression")} asked")
            + (grants is null ? ", no access.yaml here (give --access FILE)" : grants.IsOk ? $", {Count(grants.Value.Length, "grant")}" : ", grants not usable");
    }

    private static string? Looked(Result<EscalationBook>? escalation) => escalation is null ? null
        : !escalation.IsOk ? ", escalation policies not usable"
        : escalation.Value.Policies.Length == 1 ? ", 1 escalation policy"
        : $", {escalation.Value.Policies.Length} escalation policies";

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    // What only a Prometheus knows: whether it can read the expressions, and which alerts there are.
    private static async Task<ImmutableArray<Problem>> AskedAsync(SystemCatalog catalog, RunbookShelf shelf, string address, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Upstreams:Prometheus:0:Name", "prometheus"),
            new("Upstreams:Prometheus:0:Url", address),
        ]).Build();
        await using var services = new ServiceCollection().AddLogging().AddUpstreams(configuration).BuildServiceProvider();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        try
        {
            var source = services.GetRequiredService<MetricSources>().All[0];
            foreach (var system in catalog.Systems)
            {
                problems.AddRange(await ProfileQueryCheck.RunAsync(system, source, cancellation));
            }

            if (!shelf.All.IsEmpty)
            {
                problems.AddRange(await RunbookRules.RefusedAsync(shelf, _ => source, cancellation));
                var (without, nobodys) = RunbookRules.Gaps(shelf, catalog, await services.GetRequiredService<IEnumerable<IRuleSource>>().First().RulesAsync(cancellation));
                problems.AddRange(without.Select(gap => new Problem(RunbookShelf.FileToWrite(gap.System, gap.Alert), $"nobody has written the runbook of {gap.Alert} yet")));
                problems.AddRange(nobodys);
            }
        }
        catch (UpstreamException e)
        {
            problems.Add(new Problem("--prometheus", $"the PromQL could not be checked: {e.Message}"));
        }

        return problems.ToImmutable();
    }

    private static Result<CheckArguments> Read(string[] args)
    {
        var read = Arguments.Read(args, "--systems", "--runbooks", "--access", "--prometheus");
        if (!read.IsOk)
        {
            return read.Problems;
        }

        var (systems, runbooks) = (read.Value.Find("--systems") ?? OwnSettings.SystemsFolder(), read.Value.Find("--runbooks"));
        if (runbooks is not null && !Directory.Exists(runbooks))
        {
            return new Problem("--runbooks", $"'{runbooks}' is no folder: name the one that holds SYSTEM/ALERT.md");
        }

        // Else beside the profiles, where the console keeps them.
        var beside = Path.GetFullPath(Path.Combine(systems, "..", "runbooks"));
        return read.Value.Find("--prometheus") is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? new Problem("--prometheus", $"'{address}' is not an address: write for example http://127.0.0.1:9090")
            : new CheckArguments(systems, runbooks ?? (Directory.Exists(beside) ? beside : null), read.Value.Find("--access"), read.Value.Find("--prometheus"));
    }

    private sealed record CheckArguments(string Systems, string? Runbooks, string? Access, string? Prometheus);
}
