using System.Globalization;
using OpsConsole.Audit;

namespace OpsConsole.Components.Format;

/// <summary>Entries of the record in words.</summary>
internal static class AuditWords
{
    /// <summary>A place in the chain: <c>48,213</c>.</summary>
    public static string Place(long sequence) => sequence.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A stage: <c>succeeded</c>.</summary>
    public static string Of(AuditStage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>How who did it had signed in: <c>signed in with a password</c>; null for the console itself.</summary>
    public static string? SignedIn(AuditEntry entry) => entry.Method switch
    {
        "local" => "signed in with a password",
        "oidc" => "signed in at the provider",
        "proxy" => "signed in at the proxy",
        "token" => "with a personal token",
        "commandLine" => "on the command line",
        _ => null,
    };

    /// <summary>What was done to what: <c>billing / billing-leader</c>.</summary>
    public static string Target(AuditEntry entry) => string.Join(" / ", new[] { entry.System, entry.Target }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>When, in UTC: the time of day for today's, the date before it for others.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The exact time with its microseconds.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss.ffffff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Enough of a hash to compare by eye: <c>5be1 40d8 …</c>.</summary>
    public static string Short(string hash) => hash.Length < 8 ? "nothing" : $"{hash[..4]} {hash[4..8]} …";
}
