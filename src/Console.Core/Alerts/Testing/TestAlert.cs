using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>An alert that somebody sent to see where alerts go.</summary>
/// <param name="Id">Its id: the value of the label that marks it.</param>
/// <param name="Subject">Who sent it.</param>
/// <param name="Name">Their name.</param>
/// <param name="Labels">All its labels, the marking one among them.</param>
public sealed record TestAlert(string Id, string Subject, string Name, LabelSet Labels)
{
    /// <summary>The label that marks a test, so that nobody takes it for real.</summary>
    public const string Label = "opsconsole_test";

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it is resolved by itself.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was resolved; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What became of it; null while it goes on.</summary>
    public string? Ending { get; init; }

    /// <summary>What it is known by on the board.</summary>
    public string Fingerprint => OpsConsole.Alerts.Fingerprint.Of(Labels);
}

/// <summary>An alert that was sent, and who took it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="TakenBy">The Alertmanagers that took it.</param>
/// <param name="Problems">Those that did not, each with why.</param>
public sealed record SentTest(TestAlert Alert, ImmutableArray<string> TakenBy, ImmutableArray<Problem> Problems);

/// <summary>An Alertmanager that takes alerts.</summary>
internal interface IAlertSender
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    /// <summary>Sends an alert, or says that it is over.</summary>
    /// <param name="post">The alert.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It was not taken, or nobody can tell.</exception>
    Task SendAsync(AlertPost post, CancellationToken cancellation);
}

/// <summary>An alert as it is sent.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="StartsAt">Since when it fires.</param>
/// <param name="EndsAt">Until when.</param>
internal sealed record AlertPost(LabelSet Labels, LabelSet Annotations, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
