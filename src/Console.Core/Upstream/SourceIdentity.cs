using OpsConsole.Sources;

namespace OpsConsole.Upstream;

/// <summary>Which upstream: what its messages, figures and log lines call it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Address">Its address, ending in a slash so that paths can be appended.</param>
internal sealed record SourceIdentity(string Name, SourceKind Kind, Uri Address)
{
    public static SourceIdentity Of(string name, SourceKind kind, string url, string? pages = null) =>
        new(name, kind, Slashed(url)) { Pages = Slashed(string.IsNullOrWhiteSpace(pages) ? url : pages) };

    /// <summary>Where people open its own pages, ending in a slash: its address, unless the settings name another.</summary>
    public Uri Pages { get; init; } = Address;

    /// <summary>For a person: without user, password and query.</summary>
    public string ShownAddress { get; } = Shown(Address).TrimEnd('/');

    /// <summary>An address without what may hold secrets.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A failure of this source.</summary>
    /// <param name="fault">What kind.</param>
    /// <param name="what">The sentence that begins with the source: <c>did not answer within 10 s</c>.</param>
    /// <param name="cause">The exception behind it.</param>
    public UpstreamException Failure(UpstreamFault fault, string what, Exception? cause = null) => new(Name, fault, $"{this} {what}", cause);

    private static Uri Slashed(string url) => new(url.TrimEnd('/') + '/', UriKind.Absolute);

    public override string ToString() => $"{Kind} {Name}";
}
