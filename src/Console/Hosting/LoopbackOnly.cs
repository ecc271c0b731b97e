using System.Net;

namespace OpsConsole.Hosting;

/// <summary>
/// Until people can sign in, whoever reaches the port sees everything: so the console listens on this machine only, and refuses to
/// start on any other address.
/// </summary>
internal static class LoopbackOnly
{
    private static readonly string[] PortSettings = ["http_ports", "https_ports"];

    /// <summary>The addresses in the configuration that are not this machine's own, each with what to write instead.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static IReadOnlyList<Problem> Problems(IConfiguration configuration) =>
        [.. Addresses(configuration).Where(address => !IsLoopback(address.Value)).Select(address => new Problem(
            address.Setting,
            $"'{address.Value}' can be reached from other machines, and nobody signs in yet: listen on http://127.0.0.1:PORT or http://localhost:PORT"))];

    /// <summary>Whether an address to listen on can only be reached from this machine.</summary>
    /// <param name="address">As Kestrel reads it: <c>http://127.0.0.1:8080</c>, <c>http://*:80</c>, <c>http://unix:/path</c>.</param>
    public static bool IsLoopback(string address)
    {
        var afterScheme = address.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? address[(at + 3)..] : address;
        if (afterScheme.StartsWith("unix:/", StringComparison.Ordinal))
        {
            return true;
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }

    private static IEnumerable<(string Setting, string Value)> Addresses(IConfiguration configuration)
    {
        var separators = new[] { ';', ',' };
        foreach (var address in (configuration["urls"] ?? string.Empty).Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return ("urls", address);
        }

        // A port without an address means every address of the machine; urls wins over it.
        if (string.IsNullOrEmpty(configuration["urls"]))
        {
            foreach (var setting in PortSettings.Where(setting => !string.IsNullOrEmpty(configuration[setting])))
            {
                yield return (setting, configuration[setting]!);
            }
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            yield return ($"Kestrel:Endpoints:{endpoint.Key}:Url", endpoint["Url"] ?? string.Empty);
        }
    }
}
