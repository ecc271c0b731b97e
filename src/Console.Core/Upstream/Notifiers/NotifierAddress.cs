namespace OpsConsole.Upstream.Notifiers;

/// <summary>Addresses that pages are posted to. They come from the configuration and from nowhere else, and what is secret of them is never shown.</summary>
internal static class NotifierAddress
{
    /// <summary>What is wrong with an address; null when nothing is.</summary>
    /// <param name="where">The field.</param>
    /// <param name="text">The address.</param>
    /// <param name="isSecret">Whether a secret travels with it, so that it must be encrypted.</param>
    /// <param name="isShown">Whether it stands in the settings, where a secret must not be.</param>
    public static Problem? Wrong(string where, string text, bool isSecret, bool isShown)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return new Problem(where, "is no absolute http or https address, as in https://hooks.example.com/pages");
        }

        return Problem.When(address.UserInfo.Length > 0, where, "must not hold a user or password")
            ?? Problem.When(address.Fragment.Length > 0, where, "must not have a fragment (#)")
            ?? Problem.When(isShown && address.Query.Length > 0, where, "must not have a query (?): if it holds a secret, name a file with the address as UrlFile")
            ?? Problem.When(isSecret && address.Scheme is "http" && !address.IsLoopback, where, "a secret travels with it, so it must be https");
    }

    /// <summary>For a person: scheme, host and port.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
