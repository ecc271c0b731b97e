using Microsoft.AspNetCore.Authentication.Cookies;

namespace OpsConsole.SignIn;

/// <summary>
/// Names the cookie <c>__Host-...</c> on HTTPS: a browser then takes it from this host only, over TLS only, and no neighbouring host can plant one.
/// On plain HTTP, which is loopback, it would refuse the name.
/// </summary>
internal sealed class SecureCookies : ICookieManager
{
    private readonly ChunkingCookieManager inner = new();

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, Named(context, key));

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        inner.AppendResponseCookie(context, Named(context, key), value, options);

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, Named(context, key), options);

    private static string Named(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}
