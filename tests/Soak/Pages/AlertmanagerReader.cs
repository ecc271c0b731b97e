using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Soak.Pages;

/// <summary>An alert as Alertmanager tells it.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Name">Its name.</param>
/// <param name="System">The system that it names; null for none.</param>
/// <param name="Severity">Its severity; null for none.</param>
internal sealed record ActiveAlert(string Fingerprint, string Name, string? System, string? Severity);

/// <summary>Reads what Alertmanager itself says is active.</summary>
/// <param name="address">Where it listens.</param>
internal sealed class AlertmanagerReader(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    private IReadOnlyList<ActiveAlert> last = [];

    /// <summary>What was told last.</summary>
    public IReadOnlyList<ActiveAlert> Last => last;

    /// <summary>The alerts that are active and held back by nothing, without those that ask nobody for anything (severity none).</summary>
    public async Task<IReadOnlyList<ActiveAlert>> ActiveAsync(CancellationToken cancellation)
    {
        var answer = await http.GetFromJsonAsync<JsonArray>("api/v2/alerts?active=true&silenced=false&inhibited=false&unprocessed=false", cancellation);
        return last =
        [
            .. answer!.Where(alert => $"{alert!["labels"]!["severity"]}" != "none").Select(alert => new ActiveAlert(
                $"{alert!["fingerprint"]}", $"{alert["labels"]!["alertname"]}", alert["labels"]!["system"]?.ToString(), alert["labels"]!["severity"]?.ToString())),
        ];
    }

    /// <summary>The same, or what was told last while it does not answer.</summary>
    public async Task<IReadOnlyList<ActiveAlert>> LastKnownAsync(CancellationToken cancellation)
    {
        try
        {
            return await ActiveAsync(cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return last;
        }
    }

    public void Dispose() => http.Dispose();
}
