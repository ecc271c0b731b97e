using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole check</c>: says everything that is wrong with the profiles, one line each, and by its exit code whether anything is.</summary>
internal static class CheckCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "check";

    private const int Good = 0;
    private const int Bad = 1;
    private const int Misused = 2;
    private const string Usage = "usage: OpsConsole check [--systems DIR] [--prometheus URL]";

    /// <summary>Checks.</summary>
    /// <param name="args">What stands behind <c>check</c>.</param>
    /// <param name="output">Where problems and the summary go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0 when all is well, 1 when something is wrong, 2 when the arguments are.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        if (Arguments(args) is not { IsOk: true } read)
        {
            await output.WriteLineAsync($"{Arguments(args).Explanation}{Environment.NewLine}{Usage}");
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

        if (read.Value.Prometheus is { } address)
        {
            problems = problems.AddRange(await PromqlAsync(catalog, address, cancellation));
        }

        await TellAsync(output, catalog, problems, asked: read.Value.Prometheus is not null);
        return problems.IsEmpty ? Good : Bad;
    }

    private static async Task TellAsync(TextWriter output, SystemCatalog catalog, ImmutableArray<Problem> problems, bool asked)
    {
        foreach (var problem in problems)
        {
            await output.WriteLineAsync(problem.ToString().ReplaceLineEndings(" "));
        }

        var expressions = catalog.Systems.Sum(system => ProfileQueries.Of(system.Profile).Length);
        var read = $"{Count(catalog.Systems.Length + catalog.Faults.Length, "profile")} read"
            + (asked ? $", {Count(expressions, "expression")} asked" : ", PromQL not asked (give --prometheus URL)");
        await output.WriteLineAsync($"{read}: {(problems.IsEmpty ? "no problem" : Count(problems.Length, "problem"))}");
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static async Task<ImmutableArray<Problem>> PromqlAsync(SystemCatalog catalog, string address, CancellationToken cancellation)
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
        }
        catch (UpstreamException e)
        {
            problems.Add(new Problem("--prometheus", $"the PromQL could not be checked: {e.Message}"));
        }

        return problems.ToImmutable();
    }

    private static Result<CheckArguments> Arguments(string[] args)
    {
        var given = new CheckArguments(DefaultFolder(), null);
        for (var at = 0; at < args.Length; at += 2)
        {
            if (args[at] is not ("--systems" or "--prometheus"))
            {
                return new Problem(args[at], "is not known here");
            }

            if (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal))
            {
                return new Problem(args[at], "needs a value behind it");
            }

            given = args[at] == "--systems" ? given with { Systems = args[at + 1] } : given with { Prometheus = args[at + 1] };
        }

        return given.Prometheus is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? new Problem("--prometheus", $"'{address}' is not an address: write for example http://127.0.0.1:9090")
            : given;
    }

    /// <summary>The folder that the console itself would read, started from here.</summary>
    private static string DefaultFolder()
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var options = configuration.GetSection(SystemsOptions.Section).Get<SystemsOptions>() ?? new SystemsOptions();
        return SystemsOptions.Locate(options.Folder, Directory.GetCurrentDirectory()) is var here && Directory.Exists(here)
            ? here
            : SystemsOptions.Locate(options.Folder, AppContext.BaseDirectory);
    }

    private sealed record CheckArguments(string Systems, string? Prometheus);
}
