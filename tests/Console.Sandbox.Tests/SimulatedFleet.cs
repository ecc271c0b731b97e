using System.Globalization;
using OpsConsole.Sandbox.Exposition;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Hosting;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;
using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Tests;

/// <summary>The described fleet under a clock that the test moves.</summary>
internal sealed class SimulatedFleet
{
    public SimulatedFleet(double later = 0)
    {
        Clock.Advance(later);
        Store = new ObjectStore(Clock);
        World = new World(Description, Store, Clock);
        Board = new ScenarioBoard(Description, World, Clock);
    }

    public ManualClock Clock { get; } = new();

    // Read once: nothing changes it, and a property makes many fleets.
    public static IReadOnlyList<SystemDescription> Description { get; } = FleetReader.Read(SandboxApp.FleetFolder);

    public ObjectStore Store { get; }

    public World World { get; }

    public ScenarioBoard Board { get; }

    public static ObjectKey Lease { get; } = new("rynxs", "rynxs-operator-leader");

    public string? Holder => Store.Get(LeaseKind.Kind, Lease).Object?["spec"]?["holderIdentity"]?.GetValue<string>();

    public void Run(double seconds)
    {
        Clock.Advance(seconds);
        World.Advance();
    }

    /// <summary>Seconds until something holds, looking each second.</summary>
    public int SecondsUntil(Func<bool> holds, int atMost = 120)
    {
        for (var waited = 0; waited <= atMost; waited++)
        {
            if (holds()) return waited;
            Run(1);
        }
        throw new TimeoutException($"did not come to hold within {atMost} simulated seconds");
    }

    /// <summary>Every sample of all targets that answer: labels as Prometheus would store them, and the value.</summary>
    public Dictionary<string, double> Scrape(string? job = null)
    {
        var samples = new Dictionary<string, double>();
        foreach (var target in World.Targets.Where(t => job is null || t.Job == job))
        {
            if (World.Look(target.Job, target.Id, (t, now, fails) => fails ? null : ExpositionText.Of(t, now)) is not { } text) continue;
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
            {
                var space = line.LastIndexOf(' ');
                samples.Add($"{target.Job}/{target.Id} {line[..space]}", double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture));
            }
        }
        return samples;
    }

    /// <summary>The sum of a metric's samples of one job, or null when there is none.</summary>
    public double? Sum(string job, string sample) => Scrape(job).Where(s => s.Key.Split(' ', 2)[1] is var name
        && (name == sample || name.StartsWith(sample + "{", StringComparison.Ordinal))).Select(s => (double?)s.Value).Aggregate((double?)null, (a, b) => (a ?? 0) + b);

    public static IEnumerable<string[]> Table(string name)
    {
        using var reader = new StreamReader(typeof(SimulatedFleet).Assembly.GetManifestResourceStream(name)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('\t'))];
    }
}
