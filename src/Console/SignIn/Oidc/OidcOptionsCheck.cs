using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Looks at the settings once, at the start. Asked only when people sign in so.</summary>
internal sealed class OidcOptionsCheck : IValidateOptions<OidcOptions>
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        var problems = Problem.All(
            Problem.When(!IsAuthority(options.Authority), At(nameof(options.Authority)),
                $"'{options.Authority}' is no issuer: write its https address without query (http only on this machine)"),
            Problem.When(string.IsNullOrWhiteSpace(options.ClientId), At(nameof(options.ClientId)), "is missing: write what the provider calls the console"),
            Problem.When(options is { ClientSecret.Length: > 0, ClientSecretFile.Length: > 0 }, At(nameof(options.ClientSecret)), "set it or ClientSecretFile, not both"),
            Problem.When(!options.Scopes.Split(' ').Contains("openid"), At(nameof(options.Scopes)), $"'{options.Scopes}' lacks openid"),
            Problem.When(options.GroupsClaim.Length == 0, At(nameof(options.GroupsClaim)), "is empty: write the claim that holds the groups"),
            Problem.When(options.NameClaim.Length == 0, At(nameof(options.NameClaim)), "is empty: write the claim that holds the name"),
            Problem.When(options.SubjectClaim.Length == 0, At(nameof(options.SubjectClaim)), "is empty: write sub, or another claim that never changes"),
            Problem.When(options.RecheckEvery < Soonest || options.RecheckEvery > TimeSpan.FromMinutes(10), At(nameof(options.RecheckEvery)), "must be from 00:00:05 to 00:10:00"),
            Problem.When(options.TrustWithoutAnswer < options.RecheckEvery || options.TrustWithoutAnswer > TimeSpan.FromHours(8),
                At(nameof(options.TrustWithoutAnswer)), "must be from RecheckEvery to 08:00:00"),
            SecretFile(options.ClientSecretFile), CaFile(options.CaFile));
        return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
    }

    /// <summary>Whether an address may be spoken to: what goes there are secrets.</summary>
    /// <param name="address">The address.</param>
    public static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static bool IsAuthority(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsSafe(uri)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    private static Problem? SecretFile(string? file) => Problem.When(
        file is { Length: > 0 } && !File.Exists(file), At("ClientSecretFile"), $"there is no file {file}");

    private static Problem? CaFile(string? file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            if (file is { Length: > 0 })
            {
                found.ImportFromPemFile(file);
            }

            return Problem.When(file is { Length: > 0 } && found.Count == 0, At("CaFile"), $"the file {file} holds no certificate in PEM");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Problem(At("CaFile"), $"the file {file} can't be read: {e.Message}");
        }
    }

    private static string At(string setting) => $"{OidcOptions.Section}:{setting}";
}
