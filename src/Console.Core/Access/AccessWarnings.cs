using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Access;

/// <summary>What is odd about grants without being wrong: a system that is named and has no profile, which may come later.</summary>
public static class AccessWarnings
{
    /// <summary>Looks for systems that are not there.</summary>
    /// <param name="grants">The grants.</param>
    /// <param name="catalog">The systems.</param>
    public static ImmutableArray<Problem> Of(ImmutableArray<Grant> grants, SystemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var known = catalog.Systems.Select(system => system.Profile.Id).Concat(catalog.Faults.Select(fault => fault.Id)).ToHashSet(StringComparer.Ordinal);
        return [.. grants.SelectMany(grant => grant.Systems.Where(system => !known.Contains(system)).Select(system => new Problem(
            $"{grant.Place} systems", $"no system '{system}' has a profile{(NearestName.To(system, known) is { } meant ? $"; did you mean '{meant}'?" : " (yet)")}")))];
    }
}
