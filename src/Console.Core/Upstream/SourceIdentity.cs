using OpsConsole.Sources;

namespace OpsConsole.Upstream;

/// <summary>Which upstream: what its messages, figures and log lines call it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Address">Its address, ending in a slash so that paths can be appended.</param>
internal sealed record SourceIdentity(string Name, SourceKind Kind, Uri Address)
{
    public static SourceIdentity Of(string name, SourceKind kind, string url) => new(name, kind, new Uri(url.TrimEnd('/') + '/', UriKind.Absolute));

    /// <summary>For a person: without user, password and query.</summary>
    public string ShownAddress { get; } = Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    public override string ToString() => $"{Kind} {Name}";
}
