using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace OpsConsole.SignIn.Oidc;

/// <summary>What the provider says of itself: its addresses and its keys, kept for a while, asked for again when a token names an unknown key.</summary>
/// <param name="options">The settings.</param>
/// <param name="http">The way there.</param>
/// <param name="clock">The time.</param>
internal sealed class OidcProvider(IOptions<OidcOptions> options, OidcHttp http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // Whoever sends tokens with made-up key names must not make us ask the provider each time.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim one = new(1);
    private volatile Known? known;
    private DateTimeOffset again = DateTimeOffset.MinValue;

    /// <summary>The provider's addresses and keys.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<OpenIdConnectConfiguration>> GetAsync(CancellationToken cancellation) =>
        IsNewEnough() ? known!.Configuration : await OneAsync(() => IsNewEnough(), cancellation);

    /// <summary>The same, asked for again unless that was just done.</summary>
    /// <param name="cancellation">Ends it.</param>
    public Task<Result<OpenIdConnectConfiguration>> GetNewAsync(CancellationToken cancellation) => OneAsync(
        () =>
        {
            var (now, last) = (clock.GetUtcNow(), again);
            again = now - last < Pause ? last : now;
            return now - last < Pause && known is not null;
        }, cancellation);

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<Result<OpenIdConnectConfiguration>> OneAsync(Func<bool> isEnough, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (isEnough())
            {
                return known!.Configuration;
            }

            var read = await AskAsync(cancellation);
            if (read.IsOk)
            {
                known = new Known(read.Value, clock.GetUtcNow());
            }

            // What was known yesterday is better than nothing, as long as nobody says otherwise.
            return !read.IsOk && known is { } old ? old.Configuration : read;
        }
        finally
        {
            one.Release();
        }
    }

    private bool IsNewEnough() => known is { } had && clock.GetUtcNow() - had.At < Lifetime;

    private async Task<Result<OpenIdConnectConfiguration>> AskAsync(CancellationToken cancellation)
    {
        var authority = options.Value.Authority.TrimEnd('/');
        try
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync($"{authority}/.well-known/openid-configuration", http, cancellation);
            var missing = Missing(read);
            return missing is not null ? new Problem(string.Empty, $"The provider does not say its {missing}.")
                : read.Issuer.TrimEnd('/') != authority ? new Problem(string.Empty, $"The provider calls itself {read.Issuer}, and the console is told {options.Value.Authority}.")
                : read;
        }
        catch (Exception e) when (e is IOException or JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return new Problem(string.Empty, e is IOException ? e.Message : "What the provider says of itself can't be read.");
        }
    }

    private static string? Missing(OpenIdConnectConfiguration read) => string.IsNullOrEmpty(read.Issuer) ? "issuer"
        : !IsSafe(read.AuthorizationEndpoint) ? "authorization_endpoint with TLS"
        : !IsSafe(read.TokenEndpoint) ? "token_endpoint with TLS"
        : read.SigningKeys.Count == 0 ? "keys"
        : null;

    private static bool IsSafe(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && OidcOptionsCheck.IsSafe(uri);

    private sealed record Known(OpenIdConnectConfiguration Configuration, DateTimeOffset At);
}
