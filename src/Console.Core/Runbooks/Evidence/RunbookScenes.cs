using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>Makes a scene of what is at hand.</summary>
public static class RunbookScenes
{
    /// <summary>What templates are filled from. What is not known is not in it: it is shown as missing, and its block is not asked.</summary>
    /// <param name="alert">The alert; null for none.</param>
    /// <param name="system">The system's profile; null for none.</param>
    public static RunbookScene Of(Alert? alert, SystemProfile? system)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values[name] = value;
            }
        }

        foreach (var (name, value) in alert?.Labels ?? LabelSet.Empty)
        {
            Add($"labels.{name}", value);
        }

        foreach (var (name, value) in alert?.Annotations ?? LabelSet.Empty)
        {
            Add($"annotations.{name}", value);
        }

        Add("alert.name", alert?.Name);
        Add("alert.starts_at", alert?.StartsAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Add("alert.value", alert?.Value?.ToString("R", CultureInfo.InvariantCulture));
        Add("system.title", system?.Title);
        Add("system.cluster", system?.Cluster);
        Add("system.namespace", system?.Namespaces is [var first, ..] ? first : null);
        return new RunbookScene(values.ToImmutable(), alert is not null);
    }
}
