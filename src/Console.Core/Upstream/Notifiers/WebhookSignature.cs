using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>The signature of a webhook: HMAC-SHA-256 over the time, a dot and the body (docs/channels.md). The time in it keeps an old request from being played again.</summary>
internal static class WebhookSignature
{
    /// <summary>The header.</summary>
    public const string Header = "X-Ops-Console-Signature";

    /// <summary>The header's value: <c>t=1764490000,v1=HEX</c>.</summary>
    /// <param name="at">When the request is made; whole seconds count.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="secret">The key, as the file holds it.</param>
    public static string Of(DateTimeOffset at, ReadOnlySpan<byte> body, string secret)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{time}."));
        hmac.AppendData(body);
        return $"t={time},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
