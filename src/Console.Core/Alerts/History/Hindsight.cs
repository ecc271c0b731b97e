using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>What some matchers would have fit in the past.</summary>
/// <param name="Alerts">How many alerts; those that went on from before count.</param>
/// <param name="Firings">How often these began to fire.</param>
/// <param name="Names">The same by alert name, the most frequent first.</param>
/// <param name="Days">How often they began to fire on each day (UTC), the oldest first.</param>
/// <param name="Looked">How many alerts were looked through.</param>
/// <param name="IsCut">Whether there were more: then all of this is "at least".</param>
public sealed record Hindsight(int Alerts, int Firings, ImmutableArray<HindsightName> Names, ImmutableArray<int> Days, int Looked, bool IsCut)
{
    /// <summary>On how many days something began to fire.</summary>
    public int OnDays => Days.Count(day => day > 0);
}

/// <summary>The part of one alert name.</summary>
/// <param name="Name">The name; empty where there is none.</param>
/// <param name="Alerts">How many alerts.</param>
/// <param name="Firings">How often they began to fire.</param>
public sealed record HindsightName(string Name, int Alerts, int Firings);

/// <summary>When some matchers last fit an alert that fired.</summary>
/// <param name="At">When it was over, or last seen where it goes on; null: nothing is known.</param>
/// <param name="IsCut">Whether not all that is kept was looked through.</param>
public sealed record LastMatch(DateTimeOffset? At, bool IsCut);

/// <summary>What a silence held back.</summary>
/// <param name="Names">By alert name, the most first.</param>
/// <param name="IsCut">Whether there were more than were looked through.</param>
public sealed record HeldBackAlerts(ImmutableArray<HeldBackName> Names, bool IsCut)
{
    /// <summary>How many alerts.</summary>
    public int Alerts => Names.Sum(name => name.Alerts);
}

/// <summary>The part of one alert name.</summary>
/// <param name="Name">The name; empty where there is none.</param>
/// <param name="Fingerprint">The one of them that was held back last.</param>
/// <param name="Alerts">How many alerts.</param>
public sealed record HeldBackName(string Name, string Fingerprint, int Alerts);
