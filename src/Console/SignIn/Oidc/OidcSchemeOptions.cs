using Microsoft.AspNetCore.Authentication.OAuth;

namespace OpsConsole.SignIn.Oidc;

/// <summary>The framework's options of the scheme; what people set is in <see cref="OidcOptions"/>.</summary>
internal sealed class OidcSchemeOptions : OAuthOptions
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "ops-oidc";

    /// <summary>Where the provider sends people back to.</summary>
    public const string Path = "/sign-in/oidc/back";

    /// <summary>How long somebody may take at the provider.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(15);
}
