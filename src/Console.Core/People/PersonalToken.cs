using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>A personal token as it is listed; the secret of it is nowhere.</summary>
/// <param name="Id">What it is called in the audit.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Roles">What it is narrowed to.</param>
public sealed record PersonalToken(string Id, string Subject, string Name, ImmutableArray<Role> Roles)
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null for never.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When it was revoked; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it can't be used; null while it can.</summary>
    /// <param name="now">The time.</param>
    public string? WrongAt(DateTimeOffset now) => RevokedAt is not null ? "was revoked" : ExpiresAt <= now ? "has expired" : null;
}

/// <summary>A token that was just made.</summary>
/// <param name="Text">What its owner must keep: it is shown this once.</param>
/// <param name="Token">The token.</param>
public sealed record NewToken(string Text, PersonalToken Token);

/// <summary>A token as it is sent: <c>ops_ID_SECRET</c>.</summary>
/// <param name="Id">The id.</param>
/// <param name="Secret">The secret: 256 random bits.</param>
internal sealed record TokenText(string Id, string Secret)
{
    public const string Prefix = "ops_";

    /// <summary>What is stored of it. A plain hash will do: nobody guesses 256 random bits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    public static TokenText Make() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Reads one; null when it is none.</summary>
    public static TokenText? Read(string text)
    {
        var parts = text.Length < 100 && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split('_', 2) : [];
        return parts is [{ Length: 12 } id, { Length: 43 } secret] && id.All(char.IsAsciiHexDigitLower) && secret.All(char.IsAscii) ? new TokenText(id, secret) : null;
    }

    public bool Fits(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
