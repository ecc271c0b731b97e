using Microsoft.Playwright;

namespace OpsConsole.World;

/// <summary>A sign-in that is handed to a browser.</summary>
internal static class VisitorCookie
{
    /// <summary>The session's cookie as the browser keeps it.</summary>
    /// <param name="visitor">Who signed in.</param>
    /// <param name="console">Where.</param>
    public static Cookie BrowserCookie(this Visitor visitor, Uri console)
    {
        var equals = visitor.Cookie.IndexOf('=', StringComparison.Ordinal);
        return new() { Name = visitor.Cookie[..equals], Value = visitor.Cookie[(equals + 1)..], Url = console.AbsoluteUri };
    }
}
