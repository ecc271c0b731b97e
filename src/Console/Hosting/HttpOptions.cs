using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Hosting;

/// <summary>Who may reach the console, and under which names: the section <c>Http</c> of the configuration.</summary>
internal sealed class HttpOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Http";

    /// <summary>The address that people type: <c>https://console.example.com</c>. Null: people come by a loopback name only.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>More hosts that are answered: <c>ops-console.ops.svc</c>, <c>*.example.com</c>. Loopback names and the public URL's host always are.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Addresses and networks of the proxies in front, whose X-Forwarded-For, -Proto and -Host are believed.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>Addresses and networks that may read /metrics and /health/detailed without a token, beside this machine.</summary>
    public string[] MetricsFrom { get; set; } = [];

    /// <summary>How often one address may ask.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>How often one address may ask within a minute. An IPv6 network of 64 bits counts as one address.</summary>
    internal sealed class LimitOptions
    {
        /// <summary>Tries to sign in, by address; and by user name.</summary>
        [Range(1, 10_000, ErrorMessage = "must be from 1 to 10000")]
        public int SignInsPerMinute { get; set; } = 20;

        /// <summary>Connections of pages and of the hub.</summary>
        [Range(1, 1_000_000, ErrorMessage = "must be from 1 to 1000000")]
        public int ConnectionsPerMinute { get; set; } = 600;

        /// <summary>Posts to the webhooks.</summary>
        [Range(1, 1_000_000, ErrorMessage = "must be from 1 to 1000000")]
        public int HooksPerMinute { get; set; } = 1_200;
    }
}
