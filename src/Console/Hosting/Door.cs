using System.Collections.Immutable;
using System.Net;

namespace OpsConsole.Hosting;

/// <summary>The settings of <see cref="HttpOptions"/>, read once and understood: our names, our neighbours.</summary>
internal sealed class Door
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];
    private readonly ImmutableArray<string> hosts;
    private readonly Uri? publicUrl;
    private readonly AddressSet signInProxies;

    private Door(Uri? publicUrl, IEnumerable<string> hosts, AddressSet knownProxies, AddressSet metricsFrom, AddressSet signInProxies)
    {
        this.publicUrl = publicUrl;
        this.hosts = [.. hosts.Concat(publicUrl is null ? [] : [publicUrl.IdnHost])];
        (KnownProxies, MetricsFrom, this.signInProxies) = (knownProxies, metricsFrom, signInProxies);
    }

    /// <summary>The proxies whose forwarded headers are believed.</summary>
    public AddressSet KnownProxies { get; }

    /// <summary>Who may read /metrics without a token.</summary>
    public AddressSet MetricsFrom { get; }

    /// <summary>The origin that people type, if it is known.</summary>
    public string? PublicOrigin => publicUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>The names that are answered beside loopback's.</summary>
    public ImmutableArray<string> Hosts => hosts;

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="signInProxies">The setting SignIn:Proxy:From.</param>
    public static Result<Door> Read(HttpOptions options, IEnumerable<string> signInProxies)
    {
        var known = AddressSet.Read("Http:KnownProxies", options.KnownProxies);
        var metrics = AddressSet.Read("Http:MetricsFrom", options.MetricsFrom);
        var signIn = AddressSet.Read("SignIn:Proxy:From", signInProxies);
        Uri? url = null;
        var isUrl = string.IsNullOrEmpty(options.PublicUrl) || (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out url)
            && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0);
        var problems = Problem.All(
                Problem.When(!isUrl, "Http:PublicUrl", $"'{options.PublicUrl}' is no address of a site: write for example https://console.example.com, without a path"))
            .AddRange(options.AllowedHosts.Where(host => !IsHost(host)).Select(host => new Problem(
                "Http:AllowedHosts", $"'{host}' is no name of a host: write for example console.example.com or *.example.com, without scheme and port")))
            .AddRange(known.Problems).AddRange(metrics.Problems).AddRange(signIn.Problems);
        return problems.IsEmpty ? new Door(url, options.AllowedHosts, known.Value, metrics.Value, signIn.Value) : problems;
    }

    /// <summary>Whether a request's host is one of ours. The port does not matter: a page of another site can't choose its own name.</summary>
    /// <param name="host">The host.</param>
    public bool IsOurs(HostString host) => IsLoopback(host) || hosts.Any(ours => Matches(ours, host.Host));

    /// <summary>Whether a host is a name of this machine.</summary>
    /// <param name="host">The host.</param>
    public static bool IsLoopback(HostString host) => host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>
    /// Whether somebody on this machine asks, and not a proxy on it for somebody else: its peer is loopback or a Unix socket, it is called by
    /// a loopback name, and nothing says that it was forwarded.
    /// </summary>
    /// <param name="context">The request.</param>
    public bool IsLocal(HttpContext context)
    {
        var peer = context.DirectPeer();
        return IsLoopback(context.Request.Host) && IsOnThisMachine(peer) && IsOnThisMachine(context.Connection.RemoteIpAddress)
            && !KnownProxies.Contains(peer) && !signInProxies.Contains(peer)
            && !Array.Exists(ForwardingHeaders, context.Request.Headers.ContainsKey);
    }

    private static bool IsOnThisMachine(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool Matches(string ours, string host) => ours.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(ours[1..], StringComparison.OrdinalIgnoreCase) && host.Length > ours.Length - 1
        : host.Trim('[', ']').Equals(ours.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(string text) =>
        Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) is not UriHostNameType.Unknown;
}
