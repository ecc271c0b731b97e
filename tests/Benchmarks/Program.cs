using System.Runtime.InteropServices;
using OpsConsole.Benchmarks;

Dictionary<string, Func<World, CancellationToken, Task>> all = new(StringComparer.OrdinalIgnoreCase)
{
    ["hook"] = HookBenchmark.RunAsync,
    ["idle"] = IdleBenchmark.RunAsync,
    ["alerts"] = AlertsBenchmark.RunAsync,
    ["lease"] = LeaseBenchmark.RunAsync,
    ["cluster"] = ClusterBenchmark.RunAsync,
};

if (Array.Find(args, name => !all.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. Name some of {string.Join(", ", all.Keys)}, or none to run all of them.");
    return 2;
}

using var ending = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    ending.Cancel();
};

// Whoever ends us leaves nothing behind either.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    ending.Cancel();
});
try
{
    Console.WriteLine("Publishing the console and building the sandbox ...");
    var build = await Build.MakeAsync(ending.Token);
    Console.WriteLine(Machine.Description);
    foreach (var name in args.Length == 0 ? all.Keys.ToArray() : args)
    {
        await using var world = new World(build);
        await all[name](world, ending.Token);
    }

    return 0;
}
catch (OperationCanceledException) when (ending.IsCancellationRequested)
{
    return 130;
}
