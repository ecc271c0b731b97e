using System.Security.Cryptography;

namespace OpsConsole.Remediation;

/// <summary>Ids of 20 lower case letters and digits, in the order of time: 50 bits of milliseconds and 50 of chance.</summary>
internal static class RunId
{
    // Without i, l, o and u: read aloud, they are mistaken for others.
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Half = 10;

    /// <summary>A new one.</summary>
    /// <param name="now">The time.</param>
    public static string New(DateTimeOffset now) => string.Create(2 * Half, now.ToUnixTimeMilliseconds(), static (text, milliseconds) =>
    {
        for (var place = Half - 1; place >= 0; place--, milliseconds >>= 5)
        {
            text[place] = Letters[(int)(milliseconds & 31)];
        }

        RandomNumberGenerator.GetItems(Letters, text[Half..]);
    });
}
