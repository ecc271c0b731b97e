using OpsConsole.Hosting;

namespace OpsConsole.SignIn.Oidc;

/// <summary>The console's own addresses, as the provider must know them.</summary>
internal static class OidcAddresses
{
    /// <summary>Where the provider leads people after signing out there.</summary>
    public const string SignedOutPath = "/signed-out";

    /// <summary>Where the provider sends the code.</summary>
    /// <param name="context">The request.</param>
    public static string Back(HttpContext context) => Origin(context) + OidcSchemeOptions.Path;

    /// <summary>Where the provider leads people after signing out there.</summary>
    /// <param name="context">The request.</param>
    public static string SignedOut(HttpContext context) => Origin(context) + SignedOutPath;

    // By its public name the console is what people type, whatever scheme reaches it from the proxy; by another (a tunnel) it stays there.
    private static string Origin(HttpContext context)
    {
        var ours = context.RequestServices.GetRequiredService<Door>().PublicOrigin;
        return ours is not null && new Uri(ours).Host.Equals(context.Request.Host.Host, StringComparison.OrdinalIgnoreCase)
            ? ours
            : $"{context.Request.Scheme}://{context.Request.Host}";
    }
}
