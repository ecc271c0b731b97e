using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Scenarios;

internal enum ScenarioChange
{
    Done,
    Unknown,
    AlreadySo,
}

/// <summary>All scenarios and which of them run.</summary>
internal sealed class ScenarioBoard(IReadOnlyList<SystemDescription> fleet, World world, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<Scenario> all = [.. fleet.SelectMany(s => s.Scenarios.Select(d => new Scenario(s.System, d)))];
    private readonly List<RunningScenario> running = [];

    public IReadOnlyList<Scenario> All => all;

    public IReadOnlyList<ScenarioRow> List()
    {
        lock (gate)
        {
            Settle();
            return [.. all.Select(s => (Scenario: s, Run: running.Find(r => r.Scenario == s))).Select(it => new ScenarioRow(
                it.Scenario.Id, it.Scenario.System, it.Scenario.Alert, it.Scenario.Description.Title, it.Scenario.Description.Does,
                it.Run is null ? "stopped" : "running", it.Run?.Since, it.Scenario.Description.Minutes))];
        }
    }

    public ScenarioChange Start(string system, string name)
    {
        lock (gate)
        {
            if (Find(system, name) is not { } scenario) return ScenarioChange.Unknown;
            Settle();
            if (running.Exists(r => r.Scenario == scenario)) return ScenarioChange.AlreadySo;
            running.Add(new(scenario, clock.GetUtcNow()));
            world.Disturb([.. running]);
            return ScenarioChange.Done;
        }
    }

    public ScenarioChange Stop(string system, string name)
    {
        lock (gate)
        {
            if (Find(system, name) is not { } scenario) return ScenarioChange.Unknown;
            Settle();
            if (running.RemoveAll(r => r.Scenario == scenario) == 0) return ScenarioChange.AlreadySo;
            world.Disturb([.. running]);
            return ScenarioChange.Done;
        }
    }

    public int StopAll()
    {
        lock (gate)
        {
            Settle();
            var count = running.Count;
            running.Clear();
            world.Disturb([]);
            return count;
        }
    }

    // Some end by themselves.
    private void Settle() => running.RemoveAll(world.IsOver);

    private Scenario? Find(string system, string name) => all.FirstOrDefault(s => s.System == system && s.Description.Name == name);
}
