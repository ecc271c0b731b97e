using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>Somebody who can be on call.</summary>
/// <param name="Subject">Who it is, the same for ever: as <c>access.yaml</c> and the audit know them.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Reach">Their address at a channel, by the channel's name; without one the channel tells whom it always tells.</param>
public sealed record OnCallPerson(string Subject, string Name, ImmutableSortedDictionary<string, string> Reach);

/// <summary>Several people who are told at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="People">Their subjects; at least one.</param>
public sealed record OnCallGroup(string Name, ImmutableArray<string> People);
