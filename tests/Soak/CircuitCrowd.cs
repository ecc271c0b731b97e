using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Soak.Servers;
using OpsConsole.World;

namespace OpsConsole.Soak;

/// <summary>Circuits that are open on both replicas from the beginning to the end, on the pages that people have open most.</summary>
internal sealed class CircuitCrowd
{
    // What says that a circuit ended by an error of the console's, and not with its connection.
    private static readonly string[] Defects = ["circuit:", "hub:", "protocol:", "render batch lost", "call into .NET failed"];

    private readonly TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task<JsonNode>> kept = [];

    /// <summary>What became of them, once they are closed: asked for, open at the end, opened, lost.</summary>
    public (int Asked, int Open, int Opened, int Lost) Figures { get; private set; }

    /// <summary>Opens them.</summary>
    /// <param name="options">How many.</param>
    /// <param name="world">Where.</param>
    /// <param name="cancellation">Ends everything.</param>
    public async Task OpenAsync(SoakOptions options, SoakWorld world, CancellationToken cancellation)
    {
        await CircuitLoad.InstallAsync(cancellation);
        string[] paths = ["", "alerts", .. world.Systems.Select(system => $"systems/{system.Id}"), "queues", "slos", "incidents", "actions", "sources"];
        var all = new List<Task>();
        foreach (var replica in world.Replicas)
        {
            var visitor = await Visitor.SignInAsync(replica.Address, Visitor.Viewer, cancellation);
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var count = (options.Circuits / world.Replicas.Count).ToString(CultureInfo.InvariantCulture);
            kept.Add(CircuitLoad.KeepAsync(
                ["--url", replica.Address.ToString(), .. paths.SelectMany(path => (string[])["--path", path]), "--cookie", visitor.Cookie, "--circuits", count, "--concurrency", "4"],
                enough.Task, cancellation, held.SetResult));
            all.Add(await Task.WhenAny(held.Task, kept[^1]));
        }

        await Task.WhenAll(all);
    }

    /// <summary>Closes them.</summary>
    /// <param name="diary">Told of those that ended by an error.</param>
    public async Task CloseAsync(Diary diary)
    {
        enough.SetResult();
        foreach (var result in await Task.WhenAll(kept))
        {
            var circuits = result["circuits"]!;
            Figures = (Figures.Asked + Of("asked"), Figures.Open + Of("open"), Figures.Opened + Of("opened"), Figures.Lost + Of("lost"));
            foreach (var (reason, count) in result["errors"]!.AsObject().Where(error => Array.Exists(Defects, defect => error.Key.StartsWith(defect, StringComparison.Ordinal))))
            {
                diary.Fault($"{count} circuits: {reason}");
            }

            int Of(string name) => circuits[name]!.GetValue<int>();
        }

        if (Figures.Open < Figures.Asked)
        {
            diary.Fault($"only {Figures.Open} of {Figures.Asked} circuits were open at the end");
        }
    }
}
