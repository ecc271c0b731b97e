using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Remediation;

/// <summary>Stage 2: reads a request against the catalog; what is wrong is said with what would be right.</summary>
/// <param name="book">The actions.</param>
internal sealed class RequestReading(RemedyBook book)
{
    /// <summary>An action that there is not.</summary>
    /// <param name="kind">What was asked.</param>
    public Problem NoSuchKind(string kind)
    {
        var known = book.All.Select(about => about.Kind).ToList();
        var meant = NearestName.To(kind, known) is { } near ? $"did you mean {near}? " : string.Empty;
        return new("kind", $"'{FieldReader.Short(kind)}' is no guarded action; {meant}there are {Phrases.List(known, "and")}");
    }

    /// <summary>Reads it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="remedy">The action.</param>
    /// <param name="catalog">The systems.</param>
    public static Result<(SystemProfile System, RemedyCall Call)> Read(ActionRequest request, IRemedy remedy, SystemCatalog catalog)
    {
        if (catalog.Find(request.System)?.Profile is not { } system)
        {
            return NoSystem(request.System, catalog);
        }

        var kind = remedy.About.ProfileKind;
        return system.Actions.FirstOrDefault(action => action.Kind == kind) is not { } allowed
            ? new Problem("kind", $"the profile of {system.Id} does not allow {kind}; it allows {Some(system.Actions)}")
            : remedy.Read(request, system, allowed).Match<Result<(SystemProfile, RemedyCall)>>(call => (system, call), problems => problems);
    }

    private static Problem NoSystem(string id, SystemCatalog catalog)
    {
        var given = FieldReader.Short(id);
        return catalog.Faults.FirstOrDefault(fault => fault.Id == id) is { } broken
            ? new("system", $"the profile of {given} can't be read, and so it allows nothing: {broken.Problems.FirstOrDefault()?.What}")
            : new("system", $"no system is named '{given}'; there are {Words.Some(catalog.Systems.Select(system => system.Profile.Id))}");
    }

    private static string Some(ImmutableArray<ActionProfile> actions) =>
        actions.IsEmpty ? "no action" : Phrases.List(actions.Select(action => action.Kind), "and");
}
