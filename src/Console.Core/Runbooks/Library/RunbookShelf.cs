using System.Collections.Frozen;
using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>All runbooks at a time.</summary>
public sealed class RunbookShelf
{
    private readonly FrozenDictionary<string, Runbook> byKey;
    private readonly FrozenDictionary<(string System, string Alert), Runbook> byAlert;
    private readonly FrozenDictionary<string, Runbook> guides;

    /// <summary>Puts runbooks on a shelf.</summary>
    /// <param name="runbooks">The runbooks.</param>
    public RunbookShelf(IEnumerable<Runbook> runbooks)
    {
        All = [.. runbooks.OrderBy(runbook => runbook.Key, StringComparer.Ordinal)];
        byKey = All.ToFrozenDictionary(runbook => runbook.Key, StringComparer.Ordinal);
        byAlert = All.Where(runbook => runbook is { IsGuide: false, System: not null })
            .SelectMany(runbook => runbook.Alerts.Select(alert => ((runbook.System!, alert), runbook)))
            .GroupBy(claim => claim.Item1).ToFrozenDictionary(claims => claims.Key, claims => claims.First().runbook);
        guides = All.Where(runbook => runbook.IsGuide).SelectMany(guide => guide.Alerts.Select(alert => (alert, guide)))
            .GroupBy(claim => claim.alert, StringComparer.Ordinal).ToFrozenDictionary(claims => claims.Key, claims => claims.First().guide, StringComparer.Ordinal);
    }

    /// <summary>None.</summary>
    public static RunbookShelf Empty { get; } = new([]);

    /// <summary>All of them, by key.</summary>
    public ImmutableArray<Runbook> All { get; }

    /// <summary>A runbook by its key; null when there is none.</summary>
    /// <param name="key">As <see cref="Runbook.Key"/>.</param>
    public Runbook? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>The guide of an alert that no system claims, such as a dead man's switch; null when nobody wrote it.</summary>
    /// <param name="alert">The alert's name.</param>
    public Runbook? ForNobodys(string alert) => guides.GetValueOrDefault(alert);

    /// <summary>The runbook of an alert; null when nobody wrote it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="profile">The profile that claims it.</param>
    public Runbook? For(Alert alert, SystemProfile profile)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return For(profile, alert.Name, alert.Annotations["runbook_url"]);
    }

    /// <summary>
    /// The runbook of an alert or rule: the one that a rule of the profile names, else the one that claims the alert by name, else the one that the address or
    /// the alert's name leads to.
    /// </summary>
    /// <param name="profile">The profile that claims it.</param>
    /// <param name="alert">The alert's name.</param>
    /// <param name="runbookUrl">Its annotation <c>runbook_url</c>; null or empty when it has none.</param>
    public Runbook? For(SystemProfile profile, string alert, string? runbookUrl)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Runbooks.Select(rule => rule.SlugFor(runbookUrl)).OfType<string>().Select(slug => Find($"{profile.Id}/{slug}") ?? Find($"{Runbook.GuidesFolder}/{slug}"))
                .FirstOrDefault(found => found is not null)
            ?? byAlert.GetValueOrDefault((profile.Id, alert))
            ?? Find(RunbookMatch.KeyFor(profile.Id, alert, runbookUrl))
            ?? Find(RunbookMatch.KeyFor(profile.Id, alert, null));
    }

    /// <summary>Where an alert's runbook would be written.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="alert">The alert's name.</param>
    public static string FileToWrite(string system, string alert) => RunbookMatch.FileFor(system, alert, null);
}
