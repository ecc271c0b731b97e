using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>An alert that always fires: when it is missing, no alert can be trusted to arrive.</summary>
public sealed record DeadMansSwitch
{
    private const int Most = 20;
    private const int LongestName = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private DeadMansSwitch(string name, ImmutableArray<Matcher> matchers, TimeSpan missingAfter, string? alertmanager) =>
        (Name, Matchers, MissingAfter, Alertmanager) = (name, matchers, missingAfter, alertmanager);

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The matchers that its alert satisfies, all of them.</summary>
    public ImmutableArray<Matcher> Matchers { get; }

    /// <summary>How long it may be missing.</summary>
    public TimeSpan MissingAfter { get; }

    /// <summary>The Alertmanager that must tell it; null: any of them.</summary>
    public string? Alertmanager { get; }

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="alertmanagers">The Alertmanagers there are.</param>
    /// <returns>The switches, or all that is wrong, each with the setting's name.</returns>
    public static Result<ImmutableArray<DeadMansSwitch>> Read(IReadOnlyList<DeadMansSwitchOptions> options, IReadOnlyCollection<string> alertmanagers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(alertmanagers);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var switches = ImmutableArray.CreateBuilder<DeadMansSwitch>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Count; i++)
        {
            var (one, at) = (options[i], $"{AlertsOptions.Section}:DeadMansSwitches:{i}");
            var matchers = one.Matchers.Select(Matcher.Parse).ToArray();
            problems.AddRange(Problem.All(
                Problem.When(string.IsNullOrWhiteSpace(one.Name) || one.Name.Length > LongestName || one.Name.Any(char.IsControl), $"{at}:Name", $"give it a name of 1 to {LongestName} characters"),
                Problem.When(!names.Add(one.Name), $"{at}:Name", $"'{one.Name}' is the name of another one, too"),
                Problem.When(matchers.Length == 0, $"{at}:Matchers", "say which alert always fires, for example alertname=\"Watchdog\""),
                Problem.When(matchers.Length > 0 && matchers.All(matcher => matcher.IsOk && matcher.Value.Matches(string.Empty)), $"{at}:Matchers", "they fit an alert without any label: name the alert"),
                Problem.When(one.MissingAfter < Shortest || one.MissingAfter > Longest, $"{at}:MissingAfter", "must be from 00:00:10 to 1.00:00:00"),
                Problem.When(one.Alertmanager is { } named && !alertmanagers.Contains(named), $"{at}:Alertmanager",
                    $"'{one.Alertmanager}' is no Alertmanager under Upstreams; known are {(alertmanagers.Count == 0 ? "none" : string.Join(", ", alertmanagers))}")));
            problems.AddRange(matchers.SelectMany((matcher, index) => matcher.Problems.Select(problem => new Problem($"{at}:Matchers:{index}", problem.ToString()))));
            if (matchers.All(matcher => matcher.IsOk))
            {
                switches.Add(new DeadMansSwitch(one.Name, [.. matchers.Select(matcher => matcher.Value)], one.MissingAfter, one.Alertmanager));
            }
        }

        problems.AddRange(Problem.All(Problem.When(options.Count > Most, $"{AlertsOptions.Section}:DeadMansSwitches", $"at most {Most} are watched")));
        return problems.Count > 0 ? problems.ToImmutable() : switches.ToImmutable();
    }

    /// <summary>Whether an alert is the one that always fires, as told by an Alertmanager that should tell it and answers.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="board">The board that it stands on.</param>
    public bool IsHeardIn(Alert alert, AlertBoard board) => alert.State is not AlertState.Pending && !alert.IsTest
        && alert.Origins.Any(origin => (Alertmanager is null || origin == Alertmanager) && !board.Silent.Contains(origin))
        && Matchers.All(matcher => matcher.Matches(alert.Labels));
}
