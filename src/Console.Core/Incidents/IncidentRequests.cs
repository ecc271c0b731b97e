using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>An incident that somebody wants to open.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Class">The severity class: 0 (worst) to 3.</param>
public sealed record NewIncident(string Title, int Class)
{
    /// <summary>The systems that it is about; those of its alerts come by themselves.</summary>
    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>The fingerprints of the alerts that belong to it.</summary>
    public ImmutableArray<string> Alerts { get; init; } = [];

    /// <summary>When it began; null for now.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What an incident is closed with.</summary>
/// <param name="Cause">What it came of, in words.</param>
/// <param name="Verdict">What its alerts were worth; null only for one that has none.</param>
/// <param name="ResolvedAt">When it was over; null for now.</param>
public sealed record IncidentClosing(string Cause, IncidentVerdict? Verdict, DateTimeOffset? ResolvedAt = null);

/// <summary>Which incidents are asked for.</summary>
public sealed record IncidentQuery
{
    /// <summary>Only those of a system; null for all.</summary>
    public string? System { get; init; }

    /// <summary>Only those that go on, or only those that ended; null for both.</summary>
    public bool? Open { get; init; }

    /// <summary>How many at most.</summary>
    public int Size { get; init; } = 50;

    /// <summary>Only those opened before this id; null from the newest on.</summary>
    public string? Before { get; init; }
}
