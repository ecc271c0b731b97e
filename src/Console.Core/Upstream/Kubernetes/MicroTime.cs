using System.Globalization;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The times of leases and events: a cluster refuses them unless they have exactly six digits of a second.</summary>
internal static class MicroTime
{
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
