using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Audit;

/// <summary>A key that hashes are made with. Its id is the beginning of its fingerprint, so that two keys can't share an id.</summary>
internal sealed class AuditKey
{
    /// <summary>The fewest bytes of a key.</summary>
    public const int Shortest = 32;

    private const int IdLength = 12;
    private readonly byte[] bytes;

    private AuditKey(byte[] bytes)
    {
        this.bytes = bytes;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData([.. "ops-console audit key\n"u8, .. bytes]));
    }

    /// <summary>What entries name it by.</summary>
    public string Id => Fingerprint[..IdLength];

    /// <summary>SHA-256 of it: tells which key it is, and nothing about it.</summary>
    public string Fingerprint { get; }

    /// <summary>The line of the key file. A secret.</summary>
    public string Line => $"{Id} {Convert.ToBase64String(bytes)}";

    /// <summary>A new one.</summary>
    public static AuditKey New() => new(RandomNumberGenerator.GetBytes(Shortest));

    /// <summary>Reads a line of the key file.</summary>
    /// <param name="line">The line.</param>
    /// <param name="where">Its place, for a problem.</param>
    public static Result<AuditKey> Read(string line, string where)
    {
        var buffer = new byte[line.Length];
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var id, var text] || !Convert.TryFromBase64String(text, buffer, out var length))
        {
            return new Problem(where, "is no key: a line is an id, a space and the key in base64");
        }

        if (length < Shortest)
        {
            return new Problem(where, $"the key has {length} bytes: it needs at least {Shortest}");
        }

        var key = new AuditKey(buffer[..length]);
        return key.Id == id ? key : new Problem(where, $"the key is not the one that its id {id} names: the line was changed or cut");
    }

    /// <summary>HMAC-SHA-256, as 64 lower case hexadecimal digits.</summary>
    /// <param name="text">A canonical text.</param>
    public string Hash(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a hash is this key's for the text; takes equally long whatever it is.</summary>
    /// <param name="text">The canonical text.</param>
    /// <param name="hash">The hash.</param>
    public bool Made(string text, string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(text)), Encoding.ASCII.GetBytes(hash));
}
