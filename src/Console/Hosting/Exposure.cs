using System.Net;

namespace OpsConsole.Hosting;

/// <summary>Where the console listens, as its settings say, and what is unwise about it.</summary>
internal static partial class Exposure
{
    private static readonly string[] PortSettings = ["http_ports", "https_ports"];

    /// <summary>The addresses that can't be read, each with what to write instead.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static IReadOnlyList<Problem> Problems(IConfiguration configuration) =>
        [.. Addresses(configuration).Where(address => !IsReadable(address.Value)).Select(address => new Problem(
            address.Setting, $"'{address.Value}' is no address to listen on: write for example http://127.0.0.1:8080 or https://*:8443"))];

    /// <summary>The addresses that other machines can reach in plain HTTP.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static IReadOnlyList<string> Open(IConfiguration configuration) =>
        [.. Addresses(configuration).Where(address => !IsLoopback(address.Value) && !address.Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            .Select(address => address.Value)];

    /// <summary>Says loudly what should not stay as it is.</summary>
    /// <param name="app">The console, about to listen.</param>
    public static void WarnOfExposure(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("OpsConsole.Http");
        var door = app.Services.GetRequiredService<Door>();
        foreach (var address in door.KnownProxies.IsEmpty ? Open(app.Configuration) : [])
        {
            log.PlainHttp(address);
        }

        if (door.Hosts.IsEmpty && Addresses(app.Configuration).Any(address => !IsLoopback(address.Value)))
        {
            log.NoName();
        }
    }

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

    private static bool IsReadable(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Scheme is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Setting, string Value)> Addresses(IConfiguration configuration)
    {
        foreach (var address in Split(configuration["urls"]))
        {
            yield return ("urls", address);
        }

        // A port without an address means every address of the machine; urls wins over it.
        if (string.IsNullOrEmpty(configuration["urls"]))
        {
            foreach (var setting in PortSettings)
            {
                foreach (var port in Split(configuration[setting]))
                {
                    yield return (setting, $"{setting[..^"_ports".Length]}://*:{port}");
                }
            }
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            yield return ($"Kestrel:Endpoints:{endpoint.Key}:Url", endpoint["Url"] ?? string.Empty);
        }
    }

    private static string[] Split(string? setting) =>
        (setting ?? string.Empty).Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [LoggerMessage(6020, LogLevel.Warning, "Listening on {Address} in plain HTTP: passwords and sessions can be read on the way. Listen with https, or behind a proxy that "
        + "speaks TLS and is named in Http:KnownProxies")]
    private static partial void PlainHttp(this ILogger log, string address);

    [LoggerMessage(6021, LogLevel.Warning, "Other machines can reach the console, but it answers to localhost only: set Http:PublicUrl to the address that people type")]
    private static partial void NoName(this ILogger log);
}
