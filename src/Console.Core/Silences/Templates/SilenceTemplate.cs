using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>A silence that is asked for again and again, ready to be filled in.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="System">The system that it is for.</param>
/// <param name="Matchers">Its matchers.</param>
/// <param name="Duration">How long it lasts, at the longest where it ends once its alerts are over.</param>
/// <param name="UntilResolved">Whether it ends once its alerts are over.</param>
/// <param name="About">When to take it; null for nothing said.</param>
public sealed record SilenceTemplate(string Name, string System, ImmutableArray<Matcher> Matchers, TimeSpan Duration, bool UntilResolved, string? About);
