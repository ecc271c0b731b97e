using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>What an alert is doing.</summary>
public enum AlertState
{
    /// <summary>Firing, and nothing holds its notifications back.</summary>
    Firing,

    /// <summary>Its expression holds, but not yet for long enough.</summary>
    Pending,

    /// <summary>Firing; a silence holds its notifications back.</summary>
    Silenced,

    /// <summary>Firing; another alert holds its notifications back.</summary>
    Inhibited,
}

/// <summary>One alert as the console shows it, merged from all Alertmanagers (and, while pending, from Prometheus).</summary>
/// <param name="Fingerprint">Its identity: 16 hexadecimal digits, as Alertmanager computes it from the labels.</param>
/// <param name="Labels">Its labels: untrusted text.</param>
/// <param name="Annotations">Its annotations: untrusted text.</param>
/// <param name="State">What it is doing.</param>
/// <param name="StartsAt">Since when.</param>
public sealed record Alert(string Fingerprint, LabelSet Labels, LabelSet Annotations, AlertState State, DateTimeOffset StartsAt)
{
    /// <summary>The alert's name; empty when it carries none.</summary>
    public string Name => Labels["alertname"];

    /// <summary>The severity its label states.</summary>
    public Severity Severity { get; } = SeverityNames.Parse(Labels["severity"]);

    /// <summary>Severity <c>none</c>: it fires to show that alerts arrive (a dead man's switch), and asks nobody for anything.</summary>
    public bool AsksNobody => Labels["severity"] == "none";

    /// <summary>Somebody sent it to see where alerts go: nothing is wrong.</summary>
    public bool IsTest => Labels.TryGet(TestAlert.Label, out _);

    /// <summary>The id of the system that claims it; null when none does.</summary>
    public string? System { get; init; }

    /// <summary>Ids of the silences that hold it back.</summary>
    public ImmutableArray<string> SilencedBy { get; init; } = [];

    /// <summary>Fingerprints of the alerts that hold it back.</summary>
    public ImmutableArray<string> InhibitedBy { get; init; } = [];

    /// <summary>Names of the sources that report it.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>What each source says of it, where they disagree on its state; empty when they agree.</summary>
    public ImmutableArray<AlertView> Views { get; init; } = [];

    /// <summary>Receivers it is routed to.</summary>
    public ImmutableArray<string> Receivers { get; init; } = [];

    /// <summary>Where its expression can be seen; null when absent or not http(s).</summary>
    public Uri? GeneratorUrl { get; init; }

    /// <summary>The value of its expression, where Prometheus told it.</summary>
    public double? Value { get; init; }

    /// <summary>The sentence that says what is wrong: its summary, else its description, else its name.</summary>
    public string Says => Annotations["summary"] is { Length: > 0 } summary ? summary
        : Annotations["description"] is { Length: > 0 } description ? description
        : Name;
}

/// <summary>One source's view of an alert.</summary>
/// <param name="Source">The source's name in the configuration.</param>
/// <param name="State">What the alert is doing there.</param>
public sealed record AlertView(string Source, AlertState State);

/// <summary>All alerts at one time.</summary>
/// <param name="Alerts">Worst first, then newest first.</param>
/// <param name="Silent">Sources that did not answer this time: their alerts are the last known.</param>
public sealed record AlertBoard(ImmutableArray<Alert> Alerts, ImmutableArray<string> Silent)
{
    /// <summary>No alert.</summary>
    public static AlertBoard Empty { get; } = new([], []);

    /// <summary>Whether no source that still answers reports it: it is the last known, and may be over.</summary>
    /// <param name="alert">An alert of this board.</param>
    public bool IsLastKnown(Alert alert) => !Silent.IsEmpty && !alert.Origins.IsEmpty && alert.Origins.All(origin => Silent.Contains(origin));

    /// <summary>An alert by its fingerprint; null when it is not there.</summary>
    /// <param name="fingerprint">The fingerprint.</param>
    public Alert? Find(string fingerprint) => Alerts.FirstOrDefault(alert => alert.Fingerprint == fingerprint);
}

/// <summary>A place that knows firing alerts.</summary>
public interface IAlertSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>All alerts it holds, suppressed ones too.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<ImmutableArray<Alert>> AlertsAsync(CancellationToken cancellation);
}

/// <summary>A place that evaluates alert rules, and so knows pending alerts and rules that fail.</summary>
public interface IRuleSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>All rule groups with their rules, health and alerts.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<ImmutableArray<RuleGroup>> RulesAsync(CancellationToken cancellation);
}

/// <summary>A group of rules.</summary>
/// <param name="Source">The source that evaluates it.</param>
/// <param name="File">The file it comes from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Interval">How often it is evaluated.</param>
/// <param name="LastEvaluation">When it was last evaluated; null when it never was.</param>
/// <param name="EvaluationTime">How long that took.</param>
/// <param name="Rules">Its rules; there may be none.</param>
public sealed record RuleGroup(
    string Source, string File, string Name, TimeSpan Interval, DateTimeOffset? LastEvaluation, TimeSpan EvaluationTime, ImmutableArray<Rule> Rules);

/// <summary>Whether a rule's evaluation works.</summary>
public enum RuleHealth
{
    /// <summary>Evaluated without an error.</summary>
    Ok,

    /// <summary>Fails: it says nothing, and so can't fire. Its state still reads inactive.</summary>
    Error,

    /// <summary>Not evaluated yet.</summary>
    Unknown,
}

/// <summary>A rule.</summary>
/// <param name="Name">The alert's or the recorded series' name.</param>
/// <param name="IsAlert">Whether it is an alert rule.</param>
/// <param name="Query">Its expression.</param>
/// <param name="For">How long the expression must hold before it fires.</param>
/// <param name="Labels">Labels it adds.</param>
/// <param name="Annotations">The raw templates.</param>
/// <param name="Health">Whether its evaluation works.</param>
/// <param name="Error">The server's words when it does not.</param>
/// <param name="Alerts">Its pending and firing alerts; fingerprints are computed from the labels.</param>
public sealed record Rule(
    string Name, bool IsAlert, string Query, TimeSpan For, LabelSet Labels, LabelSet Annotations, RuleHealth Health, string? Error,
    ImmutableArray<Alert> Alerts);
