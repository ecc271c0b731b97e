using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>What a credential plugin answered. No record: what prints itself must not hold secrets.</summary>
/// <param name="identity">Who we are.</param>
/// <param name="expires">Until when; null when it does not say.</param>
internal sealed class ExecAnswer(ClusterIdentity identity, DateTimeOffset? expires)
{
    /// <summary>Who we are.</summary>
    public ClusterIdentity Identity { get; } = identity;

    /// <summary>Until when; null when it does not say.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    /// <summary>Reads an ExecCredential. The messages quote nothing of it.</summary>
    /// <param name="output">What the command wrote.</param>
    /// <param name="version">The version of the protocol that it must be.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ExecAnswer Read(ReadOnlyMemory<byte> output, string version)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            return Read(json.RootElement, version);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how a text that is no text is told: half of a surrogate pair.
            throw new InvalidDataException(output.IsEmpty ? "wrote nothing; an ExecCredential was due" : "wrote something that is no JSON; an ExecCredential was due");
        }
    }

    private static ExecAnswer Read(JsonElement root, string version)
    {
        if (Text(root, "kind") != "ExecCredential" || Text(root, "apiVersion") is not { } written)
        {
            throw new InvalidDataException("wrote JSON that is no ExecCredential: kind and apiVersion must say so");
        }

        if (written != version)
        {
            throw new InvalidDataException($"answered in another version than exec.apiVersion in the kubeconfig, which is {version}");
        }

        var status = root.TryGetProperty("status", out var found) ? found : default;
        var (token, certificate, key) = (Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
        if (token is null && certificate is null && key is null)
        {
            throw new InvalidDataException("gave neither status.token nor status.clientCertificateData");
        }

        if (certificate is null != key is null)
        {
            throw new InvalidDataException("gave only one of status.clientCertificateData and status.clientKeyData; they belong together");
        }

        var own = certificate is null ? null : PemSource.Own(certificate, key!);
        return new(new ClusterIdentity(token is null ? null : Bearer(token), own), Expiry(status));
    }

    private static AuthenticationHeaderValue Bearer(string token) => token.All(letter => letter is > ' ' and <= '~')
        ? new("Bearer", token)
        : throw new InvalidDataException("gave a status.token that is not one line of printable ASCII without spaces");

    private static DateTimeOffset? Expiry(JsonElement status) => Text(status, "expirationTimestamp") is not { } written ? null
        : DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) ? expires
        : throw new InvalidDataException("gave a status.expirationTimestamp that is no time like 2026-01-31T12:00:00Z");

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 } text ? text : null;
}
