using System.Security.Cryptography;

namespace OpsConsole.Storage.Keys;

/// <summary>The key that cookies' keys are encrypted with in the database.</summary>
internal sealed class ProtectionKey
{
    private const int Length = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] key;

    private ProtectionKey(byte[] key) => this.key = key;

    /// <summary>Tells keys apart without telling anything about them.</summary>
    public string Id => Convert.ToHexStringLower(HMACSHA256.HashData(key, "id"u8))[..16];

    /// <summary>Reads the key file. It is never made by itself: each replica would make its own.</summary>
    /// <param name="file">The file.</param>
    public static Result<ProtectionKey> Read(string file)
    {
        const string Where = "Storage:ProtectionKeyFile";
        try
        {
            var text = File.ReadAllText(file).Trim();
            var bytes = new byte[Length + 1];
            return Convert.TryFromBase64String(text, bytes, out var length) && length == Length
                ? new ProtectionKey(bytes[..Length])
                : new Problem(Where, $"the file {file} must hold 32 bytes in base64: make it with openssl rand -base64 32, and give all replicas the same");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(Where, $"the file {file} can't be read ({e.Message}): make it with openssl rand -base64 32, and give all replicas the same");
        }
    }

    /// <summary>Encrypts.</summary>
    public byte[] Seal(ReadOnlySpan<byte> clear)
    {
        var whole = new byte[NonceLength + clear.Length + TagLength];
        var nonce = whole.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, clear, whole.AsSpan(NonceLength, clear.Length), whole.AsSpan(NonceLength + clear.Length));
        return whole;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">It was sealed with another key, or changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> whole)
    {
        if (whole.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("The sealed key is cut off.");
        }

        var clear = new byte[whole.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(whole[..NonceLength], whole.Slice(NonceLength, clear.Length), whole[^TagLength..], clear);
        return clear;
    }
}
