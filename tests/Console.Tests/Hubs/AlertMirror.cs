using System.Text.Json;

namespace OpsConsole.Tests.Hubs;

/// <summary>The alert board as a client rebuilds it from the hub's messages.</summary>
internal sealed class AlertMirror
{
    private long version = -1;

    /// <summary>Fingerprint and state of each alert.</summary>
    public SortedDictionary<string, string> Alerts { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Silent { get; private set; } = [];

    public long Version => version;

    public void Take(JsonElement message)
    {
        var its = message.GetProperty("version").GetInt64();
        if (its < version)
        {
            return;
        }

        var (value, changes) = (message.GetProperty("value"), message.GetProperty("changes"));
        if (changes.ValueKind is JsonValueKind.Null)
        {
            Alerts.Clear();
            if (value.ValueKind is JsonValueKind.Object)
            {
                Put(value.GetProperty("alerts"));
                Silent = Names(value);
            }
        }
        else if (version >= 0)
        {
            Put(changes.GetProperty("changed"));
            foreach (var gone in changes.GetProperty("removed").EnumerateArray())
            {
                Alerts.Remove(gone.GetString()!);
            }

            Silent = Names(changes);
        }
        else
        {
            return;
        }

        version = its;
    }

    private static List<string> Names(JsonElement owner) => [.. owner.GetProperty("silentSources").EnumerateArray().Select(name => name.GetString()!)];

    private void Put(JsonElement alerts)
    {
        foreach (var alert in alerts.EnumerateArray())
        {
            Alerts[alert.GetProperty("fingerprint").GetString()!] = alert.GetProperty("state").GetString()!;
        }
    }
}
