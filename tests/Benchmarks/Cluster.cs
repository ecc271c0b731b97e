using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Benchmarks;

/// <summary>A cluster's API, asked by its administrator.</summary>
internal sealed class Cluster : IDisposable
{
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";

    private readonly HttpClient http;

    /// <param name="kubeconfig">A kubeconfig file with a context <c>admin</c>.</param>
    public Cluster(string kubeconfig)
    {
        var file = Contract.Clusters.Kubeconfig.Read(kubeconfig);
        var admin = file.Of(file.Has(Administrator) ? Administrator : throw new InvalidOperationException($"{kubeconfig} has no context '{Administrator}'."));
        Kubeconfig = kubeconfig;
        Reader = file.Has("console") ? "console" : Administrator;
        http = new HttpClient(admin.Handler())
        {
            BaseAddress = admin.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultRequestHeaders = { Authorization = new("Bearer", admin.Token) },
        };
    }

    public static string Administrator => "admin";

    /// <summary>The kubeconfig file.</summary>
    public string Kubeconfig { get; }

    /// <summary>The context for the console: one that may only read where there is one.</summary>
    public string Reader { get; }

    /// <summary>Reads; null when it does not exist.</summary>
    public async Task<JsonNode?> FindAsync(string path, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(path, cancellation);
        return answer.StatusCode is HttpStatusCode.NotFound ? null : await JsonOf(answer, cancellation);
    }

    /// <summary>Makes an object.</summary>
    public Task CreateAsync(string path, string body, CancellationToken cancellation) => SendAsync(HttpMethod.Post, path, body, "application/json", cancellation);

    /// <summary>Changes an object.</summary>
    /// <param name="path">The object's.</param>
    /// <param name="body">The patch.</param>
    /// <param name="type"><see cref="Merge"/> or <see cref="Strategic"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task PatchAsync(string path, string body, string type, CancellationToken cancellation) => SendAsync(HttpMethod.Patch, path, body, type, cancellation);

    /// <summary>A time as the API writes those of leases.</summary>
    public static string Micro(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public void Dispose() => http.Dispose();

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer, CancellationToken cancellation) => answer.IsSuccessStatusCode
        ? (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation))!
        : throw new InvalidOperationException($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} answered {(int)answer.StatusCode}: "
            + await answer.Content.ReadAsStringAsync(cancellation));

    private async Task SendAsync(HttpMethod method, string path, string body, string type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Version = HttpVersion.Version20,
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)),
        };
        using var answer = await http.SendAsync(request, cancellation);
        await JsonOf(answer, cancellation);
    }
}
