using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Walls;

/// <summary>A wall's token: 256 random bits behind a word that says what it is.</summary>
internal static class WallToken
{
    private const string Prefix = "wall_";
    private const int SecretLetters = 43;

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text can be one: what can't is not looked up.</summary>
    public static bool IsOne(string text) => text.Length == Prefix.Length + SecretLetters && text.StartsWith(Prefix, StringComparison.Ordinal) && text.All(char.IsAscii);

    /// <summary>What is stored of it. A plain hash will do: nobody guesses 256 random bits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    public static bool Fits(string text, string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(text)), Encoding.ASCII.GetBytes(hash));
}
