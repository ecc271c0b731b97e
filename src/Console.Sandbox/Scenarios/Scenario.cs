using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Scenarios;

/// <summary>A scenario of one system, as the fleet's description has it.</summary>
internal sealed record Scenario(string System, ScenarioDescription Description)
{
    public string Id => $"{System}/{Description.Name}";

    /// <summary>The alert expected to fire, or null.</summary>
    public string? Alert => Description.Alert switch
    {
        "" => Description.Name,
        "none" => null,
        var other => other,
    };
}

internal sealed record RunningScenario(Scenario Scenario, DateTimeOffset Since);

/// <summary>A scenario's row in the list.</summary>
internal sealed record ScenarioRow(
    string Id, string System, string? Alert, string Title, string Does, string State, DateTimeOffset? Since, double Minutes);
