using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>Remembers since when each thing was found, and holds back what has not lasted long enough.</summary>
internal sealed class FindingMemory
{
    private readonly Dictionary<string, Dictionary<(string Check, string Target), Spell>> spells = [];

    /// <summary>Makes findings of what the checks found now. What is no longer found is forgotten.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="found">What was found, by check.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<Finding> Settle(string system, IEnumerable<(string Check, Suspicion Suspicion)> found, DateTimeOffset now)
    {
        var before = spells.GetValueOrDefault(system);
        var next = new Dictionary<(string, string), Spell>();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var (check, suspicion) in found)
        {
            var key = (check, suspicion.Target);
            var spell = before?.GetValueOrDefault(key) ?? new Spell(now, AtFirstLook: before is null);
            next[key] = spell;
            var since = suspicion.Since is { } told && told < spell.SeenAt ? told : spell.SeenAt;
            if (now - since >= suspicion.After)
            {
                findings.Add(Made(system, check, suspicion, suspicion.Since ?? (spell.AtFirstLook ? null : spell.SeenAt)));
            }
        }

        spells[system] = next;
        return [.. findings.OrderByDescending(it => it.Level).ThenBy(it => it.Check, StringComparer.Ordinal).ThenBy(it => it.Target, StringComparer.Ordinal)];
    }

    /// <summary>Forgets systems that are gone.</summary>
    /// <param name="present">The ids of the present ones.</param>
    public void Keep(IReadOnlySet<string> present)
    {
        foreach (var gone in spells.Keys.Where(system => !present.Contains(system)).ToArray())
        {
            spells.Remove(gone);
        }
    }

    private static Finding Made(string system, string check, Suspicion it, DateTimeOffset? since) => new()
    {
        System = system,
        Check = check,
        Level = it.Level,
        Target = it.Target,
        Title = it.Title,
        Why = it.Why,
        Remedy = it.Remedy,
        Since = since,
    };

    private sealed record Spell(DateTimeOffset SeenAt, bool AtFirstLook);
}
