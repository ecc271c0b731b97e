using System.Collections.Immutable;

namespace OpsConsole.Silences;

/// <summary>
/// The silences of one Alertmanager that are worth keeping: all that hold or will, and the newest of those that are over. An Alertmanager may
/// remember tens of thousands of those.
/// </summary>
/// <param name="Silences">The silences.</param>
/// <param name="Expired">How many are over, those that were not kept too.</param>
public sealed record SilenceList(ImmutableArray<Silence> Silences, int Expired);
