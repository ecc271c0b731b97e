using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>
/// The alerts that an Alertmanager has, to be asked whether one that Prometheus evaluates is among them. Prometheus adds its external
/// labels only when it delivers, so that the same alert has more labels (and another fingerprint) there than in its own rules.
/// </summary>
internal sealed class DeliveredAlerts
{
    private readonly HashSet<string> fingerprints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LabelSet>> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<LabelSet>> projections = new(StringComparer.Ordinal);

    public DeliveredAlerts(IEnumerable<Alert> alerts)
    {
        foreach (var alert in alerts)
        {
            fingerprints.Add(alert.Fingerprint);
            if (!byName.TryGetValue(alert.Name, out var same))
            {
                byName[alert.Name] = same = [];
            }

            same.Add(alert.Labels);
        }
    }

    public bool Contains(Alert alert)
    {
        if (fingerprints.Contains(alert.Fingerprint) || !byName.TryGetValue(alert.Name, out var delivered))
        {
            return fingerprints.Contains(alert.Fingerprint);
        }

        // All alerts of a rule have the same label names: the delivered ones are cut down to these once, then each is one look-up.
        var names = alert.Labels.Select(label => label.Key).ToArray();
        var key = $"{alert.Name}\u001F{string.Join('\u001F', names)}";
        if (!projections.TryGetValue(key, out var cutDown))
        {
            projections[key] = cutDown = [.. delivered.Select(labels => LabelSet.Of(labels.Where(label => names.Contains(label.Key))))];
        }

        return cutDown.Contains(alert.Labels);
    }
}
