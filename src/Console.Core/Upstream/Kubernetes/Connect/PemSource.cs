using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>A text in PEM: written out, or in a file that may change. No record: what prints itself must not hold secrets.</summary>
/// <param name="at">What to call it in messages: file and field.</param>
/// <param name="data">The text; null when it is in a file.</param>
/// <param name="file">The file; null when the text is written out.</param>
internal sealed class PemSource(string at, string? data, string? file)
{
    /// <summary>What to call it in messages.</summary>
    public string At { get; } = at;

    /// <summary>The text as it is now.</summary>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public string Read()
    {
        try
        {
            return data ?? File.ReadAllText(file!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"can't be read: {e.Message}", e);
        }
    }

    /// <summary>Certificates of authorities.</summary>
    /// <exception cref="InvalidDataException">There are none in it.</exception>
    public static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        Parse(() => authorities.ImportFromPem(pem));
        return authorities.Count > 0 ? authorities : throw new InvalidDataException("holds no certificate; it must be PEM");
    }

    /// <summary>Our own certificate with its key, first, and those between it and its authority.</summary>
    /// <exception cref="InvalidDataException">They are none, or do not fit together.</exception>
    public static X509Certificate2Collection Own(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        Parse(() =>
        {
            chain.ImportFromPem(certificate);
            chain[0] = X509Certificate2.CreateFromPem(certificate, key);
        });
        return chain;
    }

    // The words of the parser are left out: they could quote the key.
    private static void Parse(Action parse)
    {
        try
        {
            parse();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException("can't be read as PEM, or certificate and key do not fit together");
        }
    }
}
