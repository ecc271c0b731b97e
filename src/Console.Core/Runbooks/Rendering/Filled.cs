using System.Net;

namespace OpsConsole.Runbooks;

/// <summary>Texts with filled places as HTML.</summary>
internal static class Filled
{
    /// <summary>Encodes a text, and marks what was filled in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scene">What it is filled from.</param>
    public static string Html(string text, RunbookScene scene) =>
        string.Concat(Template.Parts(text).Select(part => part.IsName ? Place(part.Text, scene) : WebUtility.HtmlEncode(part.Text)));

    /// <summary>One place.</summary>
    /// <param name="name">What it is filled with: <c>labels.pod</c>.</param>
    /// <param name="scene">What it is filled from.</param>
    public static string Place(string name, RunbookScene scene)
    {
        var shown = WebUtility.HtmlEncode(name);
        return scene.Values.TryGetValue(name, out var value) ? $"<span class=\"filled\" title=\"{shown}\">{WebUtility.HtmlEncode(value.Length > 500 ? $"{value[..500]}…" : value)}</span>"
            : scene.HasAlert ? $"<span class=\"missing\" title=\"The alert has no {shown}\">{shown} is missing</span>"
            : $"<span class=\"place\" title=\"Filled from the alert\">{shown}</span>";
    }
}
