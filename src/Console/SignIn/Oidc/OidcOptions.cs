namespace OpsConsole.SignIn.Oidc;

/// <summary>The OpenID provider that people sign in at: the section <c>SignIn:Oidc</c>.</summary>
internal sealed class OidcOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn:Oidc";

    /// <summary>The provider's issuer address. https, unless it is on this machine.</summary>
    public string Authority { get; set; } = string.Empty;

    /// <summary>What the provider calls the console.</summary>
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The console's secret there. Null with no file: a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>A file that holds the secret in one line; read each time, so that a rotated one counts at once.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What is asked for, separated by spaces. <c>openid</c> must be among it; many providers give a refresh token for <c>offline_access</c> only.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim with the groups: in the ID token, else in the answer of the userinfo endpoint. <c>a.b</c> looks for b inside a.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>The claim with the name to show.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The claim in the ID token that says who it is, the same for ever: grants and the record go by it.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>What people call the provider; null: its host.</summary>
    public string? Title { get; set; }

    /// <summary>How often a session's groups are asked for again.</summary>
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a session goes on while the provider can't be asked.</summary>
    public TimeSpan TrustWithoutAnswer { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether signing out here signs out at the provider, too.</summary>
    public bool SignOutAtProvider { get; set; } = true;

    /// <summary>A PEM file with the authorities that may have signed the provider's certificate; null: the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>What the sign-in page calls the provider.</summary>
    public string Called => Title is { Length: > 0 } ? Title : new Uri(Authority).Host;
}
