using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OpsConsole.People;

/// <summary>Hashes and checks passwords: PBKDF2 with HMAC-SHA-512, as the framework's own identity does it.</summary>
/// <param name="rounds">The rounds for new hashes.</param>
internal sealed class UserPasswords(int rounds)
{
    /// <summary>The shortest password.</summary>
    public const int Shortest = 12;

    /// <summary>The rounds of new hashes: what OWASP asks for at the time of writing.</summary>
    public const int Rounds = 210_000;

    private const int Longest = 256;
    private static readonly string[] Worn = ["password", "123456", "qwerty", "letmein", "welcome", "opsconsole"];

    // Format 1 of the framework: a marker, which function, how many rounds, how long the salt is; then salt and key.
    private const int Head = 13;
    private const int RoundsAt = 5;

    private readonly PasswordHasher<User> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));

    /// <summary>What a password is checked against where there is no user.</summary>
    public string Nobodys { get; } = MadeUp(rounds);

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public static string? Wrong(string password, string user)
    {
        var bare = new string([.. password.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return password.Length < Shortest ? $"needs at least {Shortest} characters"
            : password.Length > Longest ? $"may have at most {Longest} characters"
            : password.Distinct().Count() < 5 ? "repeats too few characters"
            : bare.Length > 0 && (bare == Bare(user) || Array.Exists(Worn, worn => bare.Replace(worn, string.Empty, StringComparison.Ordinal).Length < 5)) ? "is among the first that anybody would try"
            : null;
    }

    /// <summary>Whether a text is a hash that can be checked.</summary>
    public static bool IsHash(string text)
    {
        var bytes = new byte[text.Length];

        return Convert.TryFromBase64String(text, bytes, out var length) && length >= Head + 16 + 16 && bytes[0] == 1;
    }

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Whether the password fits. It takes as long for a user that does not exist: nobody learns from the time who does.</summary>
    public bool Fits(User? user, string password)
    {
        var fits = hasher.VerifyHashedPassword(null!, user?.Password ?? Nobodys, password) is not PasswordVerificationResult.Failed;
        return fits && user is not null;
    }

    /// <summary>A hash that takes as many rounds to check as others, without having taken them: no password has it.</summary>
    private static string MadeUp(int rounds)
    {
        var hash = Convert.FromBase64String(new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(null!, "nobody"));
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(RoundsAt), rounds);
        return Convert.ToBase64String(hash);
    }

    private static string Bare(string text) => new([.. text.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
}
