using System.Globalization;

namespace OpsConsole.Alerts;

/// <summary>What a backslash begins.</summary>
internal static class Re2Escape
{
    /// <summary>Reads an escape outside brackets.</summary>
    public static bool Read(string pattern, ref int at, out Re2Atom atom, out string? wrong)
    {
        (atom, wrong) = (default, null);
        var letter = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
        switch (letter)
        {
            case 'A' or 'z' or 'b' or 'B':
                at += 2;
                atom = new Re2Atom($@"(?:\{letter})");
                return true;
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                at += 2;
                var complement = char.IsAsciiLetterUpper(letter);
                atom = new Re2Atom($"[{Re2Class.Set(char.ToLowerInvariant(letter).ToString(), complement)}]", complement);
                return true;
            case 'p' or 'P':
                if (!Re2Class.Category(pattern, ref at, out var set, out var turned, out wrong))
                {
                    return false;
                }

                atom = new Re2Atom($"[{set}]", turned);
                return true;
            default:
                if (!Character(pattern, ref at, out var point, out wrong))
                {
                    return false;
                }

                atom = Re2Atom.Literal(point);
                return true;
        }
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    public static bool Character(string pattern, ref int at, out int point, out string? wrong)
    {
        (point, wrong) = (0, null);
        var begin = at;
        var letter = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
        at += 2;
        point = letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(pattern, ref at),
            '0' => Octal(pattern, ref at),
            >= '1' and <= '7' when at < pattern.Length && pattern[at] is >= '0' and <= '7' => Octal(pattern, ref at),
            > '\0' and < '\u0080' when !char.IsAsciiLetterOrDigit(letter) => letter,
            _ => -1,
        };
        if (point >= 0)
        {
            return true;
        }

        var shown = begin + 1 < pattern.Length ? $"\\{letter}" : "a backslash at the end";
        wrong = string.Create(CultureInfo.InvariantCulture,
            $"at character {begin + 1}: {shown} is not known to RE2 (no back-references, no \\Z, \\u, \\h); a backslash itself is written \\\\");
        return false;
    }

    private static int Octal(string pattern, ref int at)
    {
        var value = pattern[at - 1] - '0';
        for (var i = 1; i < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++, at++)
        {
            value = (value * 8) + pattern[at] - '0';
        }

        return value;
    }

    private static int Hexadecimal(string pattern, ref int at)
    {
        var braced = at < pattern.Length && pattern[at] == '{';
        var begin = braced ? at + 1 : at;
        var end = braced ? pattern.IndexOf('}', at) : at + 2;
        if (end < begin || end > pattern.Length
            || !int.TryParse(pattern.AsSpan(begin, end - begin), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
            || point is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            return -1;
        }

        at = braced ? end + 1 : end;
        return point;
    }
}
