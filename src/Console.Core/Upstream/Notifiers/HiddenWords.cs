using System.Collections.Immutable;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Takes secrets out of what a service answers: some repeat the address or the key they were sent.</summary>
internal sealed class HiddenWords
{
    private const string Instead = "[hidden]";

    // Shorter parts of an address are words such as "services", and no secret that holds.
    private const int ShortestPart = 9;
    private readonly ImmutableArray<string> secrets;

    private HiddenWords(IEnumerable<string> secrets) =>
        this.secrets = [.. secrets.Where(secret => secret.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(secret => secret.Length)];

    /// <summary>Those of a secret, and of an address that may be one.</summary>
    /// <param name="address">The address; its path and its query are hidden whole and by part.</param>
    /// <param name="secrets">Keys and passwords.</param>
    public static HiddenWords Of(Uri? address, params IEnumerable<string> secrets) => new(secrets.Concat(Parts(address)));

    /// <summary>The text without them.</summary>
    public string In(string text) => secrets.Aggregate(text, (all, secret) => all.Replace(secret, Instead, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Parts(Uri? address) => address is null || address.PathAndQuery.Length <= 1
        ? []
        : address.PathAndQuery.Split('/', '?', '&', '=').SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }).Where(part => part.Length >= ShortestPart)
            .Append(address.AbsoluteUri).Append(address.PathAndQuery.TrimStart('/') is { Length: >= ShortestPart } whole ? whole : string.Empty);
}
