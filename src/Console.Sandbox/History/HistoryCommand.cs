using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Hosting;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.History;

/// <summary>Writes the fleet's past for `promtool tsdb create-blocks-from openmetrics`.</summary>
internal static class HistoryCommand
{
    // The live scrapes begin a moment later; overlapping them would give some series two samples of one time.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TimeProvider clock, TextWriter errors)
    {
        var (options, problem) = HistoryOptions.Read(args);
        if (options is null)
        {
            await errors.WriteLineAsync(problem);
            return 2;
        }
        var fleet = FleetReader.Read(SandboxApp.FleetFolder);
        var world = new World(fleet, new ObjectStore(clock), clock);
        var end = Math.Floor(UnixTime.Of(clock.GetUtcNow() - Ending));
        await using var file = File.Create(options.Out);
        using var text = new OpenMetricsText(file);
        new ObjectiveHistory(fleet, world).Write(text, end - (options.Days * 86_400), end);
        new RawHistory(world.Targets).Write(text, end - (options.RawHours * 3_600), end);
        text.End();
        return 0;
    }
}
