using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.World;

/// <summary>A fault that can be started.</summary>
/// <param name="Id">SYSTEM/NAME.</param>
/// <param name="System">The system.</param>
/// <param name="Alert">The alert that it makes fire; null when none.</param>
/// <param name="State">running or stopped.</param>
/// <param name="Minutes">Minutes until the alert fires under the real rules.</param>
internal sealed record FleetScenario(string Id, string System, string? Alert, string State, double Minutes);

/// <summary>What can be done to the simulated fleet (src/Console.Sandbox/README.md).</summary>
internal sealed partial class FleetClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Starts a scenario by its id: SYSTEM/NAME.</summary>
    public Task StartAsync(string scenario, CancellationToken cancellation) => PostAsync($"scenarios/{scenario}/start", cancellation);

    /// <summary>Stops one.</summary>
    public Task StopAsync(string scenario, CancellationToken cancellation) => PostAsync($"scenarios/{scenario}/stop", cancellation);

    /// <summary>The cluster's API answers nobody for a while; a shorter one takes the place of the one before.</summary>
    public Task OutageAsync(string length, CancellationToken cancellation) => PostAsync($"kubernetes/outage?for={length}", cancellation);

    public Task<string> KubeconfigAsync(CancellationToken cancellation) => http.GetStringAsync("kubeconfig", cancellation);

    public async Task<IReadOnlyList<FleetScenario>> ScenariosAsync(CancellationToken cancellation) =>
        await http.GetFromJsonAsync<FleetScenario[]>("scenarios", JsonSerializerOptions.Web, cancellation) ?? [];

    public Task StartAsync(FleetScenario scenario, CancellationToken cancellation) => PostAsync($"scenarios/{scenario.Id}/start", cancellation);

    public Task StopAsync(FleetScenario scenario, CancellationToken cancellation) => PostAsync($"scenarios/{scenario.Id}/stop", cancellation);

    public async Task StopAllAsync(CancellationToken cancellation)
    {
        using var answer = await http.PostAsync("scenarios/stop-all", null, cancellation);
        Must(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, $"stop-all answered {answer.StatusCode}");
    }

    /// <summary>An object of the cluster, as it is now; null when there is none.</summary>
    /// <param name="path">Its path below the cluster's address.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<JsonNode?> ObjectAsync(string path, CancellationToken cancellation)
    {
        using var answer = await AskClusterAsync(HttpMethod.Get, path, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(cancellation);
    }

    /// <summary>The replicas that a deployment asks for, and how many are ready.</summary>
    /// <param name="deployment">NAMESPACE/NAME.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<(int Desired, int Ready)> ReplicasAsync(string deployment, CancellationToken cancellation)
    {
        var read = await ObjectAsync(DeploymentPath(deployment), cancellation);
        return (read!["spec"]!["replicas"]!.GetValue<int>(), read["status"]?["readyReplicas"]?.GetValue<int>() ?? 0);
    }

    /// <summary>Asks for so many replicas, as somebody at a terminal would, and awaits that they are ready.</summary>
    /// <param name="deployment">NAMESPACE/NAME.</param>
    /// <param name="replicas">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task ScaleAsync(string deployment, int replicas, CancellationToken cancellation)
    {
        var body = new StringContent($$"""{"spec": {"replicas": {{replicas}} } }""", System.Text.Encoding.UTF8, "application/merge-patch+json");
        using var answer = await AskClusterAsync(HttpMethod.Patch, DeploymentPath(deployment), cancellation, body);
        answer.EnsureSuccessStatusCode();
        await Eventually.GetAsync($"{deployment} has {replicas} pods", TimeSpan.FromSeconds(60), () => ReplicasAsync(deployment, cancellation),
            now => now == (replicas, replicas), cancellation);
    }

    /// <summary>The first pod of a deployment that is to stay, once it is whole: a test before may have killed one.</summary>
    public async Task<string> PodOfAsync(string ns, string deployment, CancellationToken cancellation)
    {
        await Eventually.GetAsync($"{ns}/{deployment} is whole", TimeSpan.FromSeconds(60), () => ReplicasAsync($"{ns}/{deployment}", cancellation),
            now => now.Desired > 0 && now.Desired == now.Ready, cancellation);
        return (await ObjectAsync($"api/v1/namespaces/{ns}/pods", cancellation))!["items"]!.AsArray()
            .Where(pod => pod!["metadata"]!["deletionTimestamp"] is null).Select(pod => pod!["metadata"]!["name"]!.GetValue<string>())
            .First(name => name.StartsWith($"{deployment}-", StringComparison.Ordinal));
    }

    /// <summary>The uid of a lease; null when it is gone.</summary>
    public async Task<string?> LeaseUidAsync(string lease, CancellationToken cancellation) =>
        (await ObjectAsync(LeasePath(lease), cancellation))?["metadata"]!["uid"]!.GetValue<string>();

    /// <summary>The pod that holds a lease; null when nobody does or the lease is gone.</summary>
    public async Task<string?> HolderAsync(string lease, CancellationToken cancellation)
    {
        var read = await ObjectAsync(LeasePath(lease), cancellation);
        return read?["spec"]?["holderIdentity"]?.GetValue<string>() is { Length: > 0 } holder ? holder : null;
    }

    /// <summary>When a lease runs out by its own stamp; null when it has none or is gone.</summary>
    public async Task<DateTimeOffset?> RunsOutAsync(string lease, CancellationToken cancellation) =>
        (await ObjectAsync(LeasePath(lease), cancellation))?["spec"] is { } spec && spec["renewTime"]?.GetValue<DateTimeOffset>() is { } renewed
            ? renewed.AddSeconds(spec["leaseDurationSeconds"]?.GetValue<int>() ?? 0) : null;

    /// <summary>How long ago a lease was renewed; null for one that is not there.</summary>
    public async Task<TimeSpan?> AgeAsync(string lease, CancellationToken cancellation) =>
        DateTimeOffset.UtcNow - (await ObjectAsync(LeasePath(lease), cancellation))?["spec"]?["renewTime"]?.GetValue<DateTimeOffset>();

    /// <summary>The pod that holds a lease, awaited when nobody does just now: a test before may have killed its holder.</summary>
    public async Task<string> LeaderAsync(string lease, CancellationToken cancellation) => (await Eventually.GetAsync(
        $"somebody holds {lease}", TimeSpan.FromSeconds(120), () => HolderAsync(lease, cancellation), holder => holder is not null, cancellation))!;

    public async Task DeleteLeaseAsync(string lease, CancellationToken cancellation)
    {
        using var answer = await AskClusterAsync(HttpMethod.Delete, LeasePath(lease), cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How many targets Prometheus is told to scrape.</summary>
    public async Task<int> TargetsAsync(CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<JsonArray>("sd/prometheus", cancellation))!.Sum(group => group!["targets"]!.AsArray().Count);

    /// <summary>The pods of a namespace that Prometheus is told to scrape.</summary>
    public async Task<IReadOnlyList<string>> PodsAsync(string ns, CancellationToken cancellation)
    {
        var targets = await http.GetFromJsonAsync<JsonArray>("sd/prometheus", cancellation);
        return [.. targets!.Select(target => target!["labels"]!)
            .Where(labels => labels["namespace"]?.GetValue<string>() == ns && labels["pod"] is not null)
            .Select(labels => labels["pod"]!.GetValue<string>()).Distinct()];
    }

    public Task MoveLeaseAsync(string lease, string pod, CancellationToken cancellation) => PostAsync($"leases/{lease}/move?to={pod}", cancellation);

    public Task KillPodAsync(string ns, string pod, CancellationToken cancellation) => PostAsync($"pods/{ns}/{pod}/kill", cancellation);

    public void Dispose() => http.Dispose();

    private static string LeasePath(string lease)
    {
        var parts = lease.Split('/');
        return $"apis/coordination.k8s.io/v1/namespaces/{parts[0]}/leases/{parts[1]}";
    }

    private static string DeploymentPath(string deployment) => $"apis/apps/v1/namespaces/{deployment.Replace("/", "/deployments/", StringComparison.Ordinal)}";

    // The cluster wants to know who asks; its kubeconfig holds the tokens, the admin's first.
    private async Task<HttpResponseMessage> AskClusterAsync(HttpMethod method, string path, CancellationToken cancellation, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        var token = Token().Match(await KubeconfigAsync(cancellation)).Groups[1].Value;
        request.Headers.Authorization = new("Bearer", token);
        return await http.SendAsync(request, cancellation);
    }

    [GeneratedRegex("name: admin\\s+user:\\s+token: (\\S+)")]
    private static partial Regex Token();

    private async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await http.PostAsync(path, null, cancellation);
        Must(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }

    // Not xunit's: the soak plays with this fleet, too.
    private static void Must(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new HttpRequestException(otherwise);
        }
    }
}
