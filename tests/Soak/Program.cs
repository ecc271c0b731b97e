using OpsConsole.Soak;
using OpsConsole.Soak.Servers;
using OpsConsole.World;

if (SoakOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(SoakOptions.Usage);
    return 2;
}

using var ending = new EndOnSignal();

var diary = new Diary(Console.Out);
diary.Tell($"{options.Length.TotalMinutes:0} minutes, {options.Circuits} circuits, seed {options.Seed}: --seed {options.Seed} plays the same again");
Findings? found = null;
try
{
    await using var world = new SoakWorld();
    try
    {
        found = await new Run(options, world, diary).GoAsync(ending.Token);
    }
    catch (Exception e) when (e is not OperationCanceledException)
    {
        diary.Fault($"the run broke off: {e}");
    }

    if (diary.Faults.Count > 0 && options.Report is { } report)
    {
        // The whole logs of a run that failed tell why.
        foreach (var replica in world.Replicas)
        {
            File.Copy(world.LogOf(replica.Name), $"{Path.ChangeExtension(report, null)}-{replica.Name}.log", overwrite: true);
        }
    }
}
catch (OperationCanceledException) when (ending.Token.IsCancellationRequested)
{
    return 130;
}

var text = Report.Of(options, diary, found);
Console.WriteLine($"\n{text}");
if (options.Report is { } file)
{
    await File.WriteAllTextAsync(file, text);
}

// Once more at the end: that is what is left of a long log.
foreach (var fault in diary.Faults)
{
    Console.WriteLine($"WRONG {fault.ReplaceLineEndings(" ")}");
}

Console.WriteLine($"{(diary.Faults.Count == 0 ? "Everything held" : $"{diary.Faults.Count} things did not hold")}; seed {options.Seed}");
return diary.Faults.Count == 0 ? 0 : 1;
