using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Incidents;

/// <summary>What is odd about policies without being wrong.</summary>
public static class EscalationWarnings
{
    /// <summary>Looks for systems that are not there, and for systems of which nobody is told.</summary>
    /// <param name="book">The policies.</param>
    /// <param name="catalog">The systems.</param>
    public static ImmutableArray<Problem> Of(EscalationBook book, SystemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(catalog);
        var known = catalog.Systems.Select(system => system.Profile.Id).Concat(catalog.Faults.Select(fault => fault.Id)).ToHashSet(StringComparer.Ordinal);
        var strays = book.Policies.SelectMany(policy => policy.Systems.Where(system => !known.Contains(system)).Select(system => new Problem(
            $"{policy.Place} systems", $"no system '{system}' has a profile{(NearestName.To(system, known) is { } meant ? $"; did you mean '{meant}'?" : " (yet)")}")));
        var isForAll = book.Usual is not null || book.Policies.Any(policy => policy is { Systems.IsEmpty: true, IsOnlyThen: false });
        var nobodys = isForAll ? [] : known.Where(system => !book.Policies.Any(policy => policy.Systems.Contains(system))).Order(StringComparer.Ordinal).Select(system => new Problem(
            EscalationReader.File, $"nobody is told of the alerts of {system}: no policy names it, and there is no usual"));
        return [.. strays, .. nobodys];
    }
}
