namespace OpsConsole.Pages.Me;

/// <summary>A browser in two words, so that a person recognises their own; what it says of itself in full is in the hover text.</summary>
internal static class AgentWords
{
    // In this order: most browsers claim to be others, too.
    private static readonly (string Token, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Token, string Name)[] Machines =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The words.</summary>
    /// <param name="agent">The User-Agent header: untrusted, and null when there was none.</param>
    public static string Of(string? agent)
    {
        if (string.IsNullOrWhiteSpace(agent))
        {
            return "not told";
        }

        var browser = Find(Browsers, agent);
        return (browser, Find(Machines, agent)) switch
        {
            ({ } name, { } machine) => $"{name} on {machine}",
            ({ } name, null) => name,
            (null, { } machine) => $"a browser on {machine}",
            _ => agent.Length > 40 ? $"{agent[..40]}..." : agent,
        };
    }

    private static string? Find((string Token, string Name)[] known, string agent) =>
        known.FirstOrDefault(one => agent.Contains(one.Token, StringComparison.OrdinalIgnoreCase)).Name;
}
