using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>What a test alert may look like.</summary>
internal static class TestAlertRules
{
    /// <summary>How long it goes on.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <summary>The most that a person may send in <see cref="Counted"/>.</summary>
    public const int Most = 10;

    /// <summary>The time in which a person's are counted.</summary>
    public static readonly TimeSpan Counted = TimeSpan.FromHours(1);

    private const int MostLabels = 30;
    private const int LongestValue = 200;

    /// <summary>All that is wrong with the labels that somebody chose.</summary>
    /// <param name="labels">The labels.</param>
    public static ImmutableArray<Problem> Problems(LabelSet labels) =>
    [
        .. Problem.All(
            Problem.When(labels["alertname"].Length == 0, "labels", "Name the alert: alertname=\"Test\"."),
            Problem.When(labels.Count > MostLabels, "labels", $"At most {MostLabels} labels."),
            Problem.When(labels.TryGet(TestAlert.Label, out _), "labels", $"The label {TestAlert.Label} marks tests, and is set by the console.")),
        .. labels.Where(label => label.Value.Length is 0 or > LongestValue || label.Value.Any(char.IsControl))
            .Select(label => new Problem("labels", $"{label.Key}: its value must have 1 to {LongestValue} characters, and none that can't be seen.")),
    ];

    /// <summary>As it is sent.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="endsAt">Until when it fires.</param>
    public static AlertPost Post(TestAlert alert, DateTimeOffset endsAt) => new(
        alert.Labels,
        LabelSet.Of(
            ("summary", $"Test alert sent by {alert.Name}: nothing is wrong"),
            ("description", "Somebody tries out who is told. It resolves by itself within minutes.")),
        alert.SentAt, endsAt);
}
