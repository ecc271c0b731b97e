using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace OpsConsole.SignIn.Oidc;

/// <summary>The way to the provider: its own authorities when it has such, no redirects, no cookies, short patience.</summary>
internal sealed class OidcHttp : IDocumentRetriever, IDisposable
{
    // Shorter than the shortest time between two questions about one session: no two are under way at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private readonly HttpClient client;

    /// <summary>Opens it.</summary>
    /// <param name="options">The settings.</param>
    public OidcHttp(IOptions<OidcOptions> options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.Value.CaFile is { Length: > 0 } file)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = trust;
        }

        client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 1024 * 1024 };
    }

    /// <summary>Sends one request and reads the answer whole.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Status and text, or why there is no answer.</returns>
    public async Task<Result<(int Status, string Text)>> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (!OidcOptionsCheck.IsSafe(request.RequestUri!))
        {
            return new Problem(string.Empty, $"The provider names an address without TLS: {request.RequestUri!.GetLeftPart(UriPartial.Path)}.");
        }

        try
        {
            using var answer = await client.SendAsync(request, cancellation);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
        {
            var why = e is OperationCanceledException ? $"nothing within {Patience.TotalSeconds:0} s" : e.Message;
            return new Problem(string.Empty, $"{request.RequestUri!.Host} does not answer: {why}.");
        }
    }

    /// <inheritdoc/>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await SendAsync(request, cancel);
        return !answer.IsOk ? throw new IOException(answer.Explanation)
            : answer.Value.Status == StatusCodes.Status200OK ? answer.Value.Text
            : throw new IOException($"{request.RequestUri!.Host} answers {answer.Value.Status} for {request.RequestUri.AbsolutePath}.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
