using System.Collections.Immutable;
using OpsConsole.Slo.Rules;
using OpsConsole.Systems;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole rules</c>: writes the recording rules and alerts that follow from the profiles' objectives, or says whether a file still holds them.</summary>
internal static class RulesCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "rules";

    private const int Good = 0;
    private const int Bad = 1;
    private const int Misused = 2;
    private const string Usage = """
        usage: OpsConsole rules [--systems DIR] [--part all|records|ratios|alerts] [--format prometheus|prometheusrule]
                                [--runbooks-url URL] [--out FILE | --check FILE]
        """;

    /// <summary>Writes them to a file or to the output, or compares a file with them.</summary>
    /// <param name="args">What stands behind <c>rules</c>.</param>
    /// <param name="output">Where the rules and all answers go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0; 1 when a profile has a problem, the file can't be written, or is not what would be written; 2 when the arguments can't be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        var read = Read(args);
        if (!read.IsOk)
        {
            await output.WriteLineAsync($"{read.Explanation}{Environment.NewLine}{Usage}");
            return Misused;
        }

        var rules = RulesOf(read.Value);
        if (!rules.IsOk)
        {
            // Without the faulty profile its alerts would be gone from the file, and nobody would miss them.
            await output.WriteLineAsync(rules.Explanation);
            return Bad;
        }

        return read.Value switch
        {
            { Out: { } file } => await SayAsync(output, await WriteAsync(file, rules.Value, cancellation)),
            { Check: { } file } => await SayAsync(output, await CompareAsync(file, rules.Value, cancellation)),
            _ => await PrintAsync(output, rules.Value),
        };
    }

    private static Result<string> RulesOf(RulesArguments given)
    {
        var reader = new CatalogReader(given.Systems);
        reader.Refresh();
        var (systems, faults) = (reader.Current.Systems, reader.Current.Faults);
        if (!faults.IsEmpty)
        {
            return faults.SelectMany(fault => fault.Problems).ToImmutableArray();
        }

        var profiles = systems.Select(system => system.Profile).ToImmutableArray();
        if (profiles.All(profile => profile.Slos.IsEmpty))
        {
            return new Problem(given.Systems, "holds no profile with an objective (slos): name the folder with --systems DIR");
        }

        ImmutableArray<RuleGroup> groups =
        [
            .. given.Part is "all" or "records" ? SloRules.Records(profiles) : [],
            .. given.Part is "all" or "ratios" ? SloRules.Ratios(profiles) : [],
            .. given.Part is "all" or "alerts" ? SloRules.Alerts(profiles, given.Runbooks) : [],
        ];
        return given.Format is "prometheus" ? RuleText.Prometheus(groups) : RuleText.PrometheusRule(groups, given.Part is "all" ? "ops-console-slo" : $"ops-console-slo-{given.Part}");
    }

    private static async Task<int> PrintAsync(TextWriter output, string rules)
    {
        await output.WriteAsync(rules);
        return Good;
    }

    private static async Task<int> SayAsync(TextWriter output, Problem? problem)
    {
        if (problem is not null)
        {
            await output.WriteLineAsync(problem.ToString());
        }

        return problem is null ? Good : Bad;
    }

    private static async Task<Problem?> WriteAsync(string file, string rules, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(file, rules, cancellation);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"can't be written: {e.Message}");
        }
    }

    private static async Task<Problem?> CompareAsync(string file, string rules, CancellationToken cancellation)
    {
        try
        {
            var (lines, due) = (await File.ReadAllLinesAsync(file, cancellation), rules.TrimEnd('\n').Split('\n'));
            var at = lines.Zip(due).TakeWhile(pair => pair.First == pair.Second).Count();
            return at == lines.Length && at == due.Length
                ? null
                : new Problem($"{file}:{at + 1}", $"is not current: here is {Line(lines, at)}, and from the profiles follows {Line(due, at)}; write it anew with --out");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(file, $"can't be read: {e.Message}");
        }
    }

    private static string Line(string[] lines, int at) => at < lines.Length ? $"'{lines[at].Trim()}'" : "the end";

    private static Result<RulesArguments> Read(string[] args)
    {
        var read = Arguments.Read(args, "--systems", "--part", "--format", "--runbooks-url", "--out", "--check");
        if (!read.IsOk)
        {
            return read.Problems;
        }

        var (part, format) = (read.Value.Find("--part") ?? "all", read.Value.Find("--format") ?? "prometheus");
        var problems = Problem.All(
            Problem.When(part is not ("all" or "records" or "ratios" or "alerts"), "--part", $"'{part}' is not known: it is all, records, ratios or alerts"),
            Problem.When(format is not ("prometheus" or "prometheusrule"), "--format", $"'{format}' is not known: it is prometheus or prometheusrule"),
            Problem.When(read.Value.Find("--out") is not null && read.Value.Find("--check") is not null, "--check", "can't be given together with --out: write the file or compare it"));
        var address = read.Value.Find("--runbooks-url") ?? "https://runbooks.example.com";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var runbooks) || runbooks.Scheme is not ("http" or "https"))
        {
            problems = problems.Add(new Problem("--runbooks-url", $"'{address}' is not an address: write for example https://wiki.example.com/runbooks"));
        }

        return problems.IsEmpty
            ? new RulesArguments(read.Value.Find("--systems") ?? OwnSettings.SystemsFolder(), part, format, runbooks!, read.Value.Find("--out"), read.Value.Find("--check"))
            : problems;
    }

    private sealed record RulesArguments(string Systems, string Part, string Format, Uri Runbooks, string? Out, string? Check);
}
