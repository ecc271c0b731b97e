using System.Net.Http.Headers;
using System.Text;

namespace OpsConsole.Upstream.Http;

/// <summary>
/// Signs each request. Files are read for each request, so that a rotated token counts at once: a mounted secret changes behind a
/// symbolic link, where neither a watcher nor a time stamp is to be relied on, and the file is small.
/// </summary>
internal sealed class Credentials : DelegatingHandler
{
    private readonly Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> authorization;
    private readonly IReadOnlyDictionary<string, string> headers;

    private Credentials(
        Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> authorization, IReadOnlyDictionary<string, string> headers,
        HttpMessageHandler inner)
        : base(inner) => (this.authorization, this.headers) = (authorization, headers);

    /// <summary>As the options of a Prometheus or Alertmanager say.</summary>
    public static Credentials Of(SourceIdentity source, HttpSourceOptions options, HttpMessageHandler inner)
    {
        var headers = new Dictionary<string, string>(options.Headers, StringComparer.OrdinalIgnoreCase);
        return options.Username is { Length: > 0 } user
            ? new(async cancellation => Basic(user, await SecretAsync(source, options.Password, options.PasswordFile, cancellation)
                .ConfigureAwait(false)), headers, inner)
            : Bearer(source, options.BearerToken, options.BearerTokenFile, headers, inner);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = await authorization(cancellationToken).ConfigureAwait(false);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A user with password, in UTF-8.</summary>
    public static AuthenticationHeaderValue Basic(string user, string? password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>A secret as it is now, from a file or a setting; null when there is neither.</summary>
    /// <exception cref="UpstreamException">The file holds none, or can't be read.</exception>
    public static async ValueTask<string?> SecretAsync(
        SourceIdentity source, string? setting, string? file, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(file))
        {
            return string.IsNullOrEmpty(setting) ? null : setting;
        }

        try
        {
            var secret = (await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false)).Trim();
            return secret.Length > 0 && !secret.Any(char.IsControl)
                ? secret
                : throw source.Failure(UpstreamFault.Refused, $"was not asked: the file {file} must hold one secret in one line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw source.Failure(UpstreamFault.Refused, $"was not asked: the file {file} can't be read: {e.Message}", e);
        }
    }

    // Without a token nothing is signed.
    private static Credentials Bearer(
        SourceIdentity source, string? token, string? file, IReadOnlyDictionary<string, string> headers, HttpMessageHandler inner) =>
        new(async cancellation => await SecretAsync(source, token, file, cancellation).ConfigureAwait(false) is { } secret
            ? new AuthenticationHeaderValue("Bearer", secret)
            : null, headers, inner);
}
