using OpsConsole.Benchmarks;
using OpsConsole.World;

Dictionary<string, Func<World, CancellationToken, Task>> all = new(StringComparer.OrdinalIgnoreCase)
{
    ["hook"] = HookBenchmark.RunAsync,
    ["idle"] = IdleBenchmark.RunAsync,
    ["alerts"] = AlertsBenchmark.RunAsync,
    ["lease"] = LeaseBenchmark.RunAsync,
    ["cluster"] = ClusterBenchmark.RunAsync,
    ["circuits"] = CircuitsBenchmark.RunAsync,
    ["overview"] = OverviewBenchmark.RunAsync,
    ["silences"] = SilencesBenchmark.RunAsync,
    ["panels"] = PanelsBenchmark.RunAsync,
};

// These need no console.
Dictionary<string, Func<CancellationToken, Task>> alone = new(StringComparer.OrdinalIgnoreCase)
{
    ["audit"] = AuditBenchmark.RunAsync,
    ["runbooks"] = RunbooksBenchmark.RunAsync,
    ["blocks"] = BlocksBenchmark.RunAsync,
    ["noise"] = NoiseBenchmark.RunAsync,
};
string[] known = [.. all.Keys, .. alone.Keys];
if (args is not ["budgets"] && Array.Find(args, name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. Name some of {string.Join(", ", known)}; or budgets for those that have one, or none to run all of them.");
    return 2;
}

// What docs/performance.md has budgets for; idle last.
string[] budgets = ["hook", "lease", "alerts", "overview", "audit", "idle"];
string[] wanted = args switch { [] => known, ["budgets"] => budgets, _ => args };

using var ending = new EndOnSignal();
try
{
    Build? build = null;
    if (wanted.Any(all.ContainsKey))
    {
        Console.WriteLine("Publishing the console and building the sandbox ...");
        build = await Build.MakeAsync(ending.Token);
    }

    Console.WriteLine(Machine.Description);
    foreach (var name in wanted)
    {
        if (alone.TryGetValue(name, out var run))
        {
            await run(ending.Token);
            continue;
        }

        await using var world = new World(build!);
        await all[name](world, ending.Token);
    }

    Budgets.Print();
    return 0;
}
catch (OperationCanceledException) when (ending.Token.IsCancellationRequested)
{
    return 130;
}
