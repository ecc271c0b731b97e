using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>Something that matches one character, or one place, in .NET's words.</summary>
/// <param name="Text">The expression; one .NET unit, so half a character beyond U+FFFF.</param>
/// <param name="IsWide">A class in brackets that should also match a character beyond U+FFFF.</param>
internal readonly record struct Re2Atom(string Text, bool IsWide = false)
{
    public string WholeCharacter => IsWide
        ? $@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|{Text[..^1]}-[\uD800-\uDFFF]])"
        : Text;

    public static Re2Atom Literal(ReadOnlySpan<char> character) => new(character.Length == 1
        ? Re2Class.Unit(character[0])
        : $"(?:{Re2Class.Unit(character[0])}{Re2Class.Unit(character[1])})");

    public static Re2Atom Literal(int point) => Literal(point > 0xFFFF ? char.ConvertFromUtf32(point) : ((char)point).ToString());
}

/// <summary>A repetition: <c>*</c>, <c>+</c>, <c>?</c>, <c>{2}</c>, <c>{2,}</c>, <c>{2,3}</c>, each perhaps with a <c>?</c> that is dropped.</summary>
/// <param name="Text">As .NET writes it.</param>
/// <param name="Most">How often at most, as far as size goes.</param>
/// <param name="IsCounted">Whether it is one in braces.</param>
/// <param name="IsTooMany">More than RE2 allows, or the larger number first.</param>
/// <param name="End">Where the pattern goes on.</param>
internal readonly partial record struct Re2Repeat(string Text, int Most, bool IsCounted, bool IsTooMany, int End)
{
    public const int MostTimes = 1000;

    /// <summary>The repetition at a place; null when there is none: a brace that is no repetition is a character.</summary>
    public static Re2Repeat? Read(string pattern, int at)
    {
        if (at >= pattern.Length)
        {
            return null;
        }

        if (pattern[at] is '*' or '+' or '?')
        {
            return new Re2Repeat(pattern[at].ToString(), 1, false, false, Lazy(pattern, at + 1));
        }

        var found = Braces().Match(pattern, at, Math.Min(pattern.Length - at, 32));
        if (!found.Success)
        {
            return null;
        }

        var least = Number(found.Groups[1].Value);
        var most = found.Groups[3].Length > 0 ? Number(found.Groups[3].Value) : least;
        return new Re2Repeat(found.Value, Math.Max(least, most), true, least > most || most > MostTimes, Lazy(pattern, at + found.Length));
    }

    private static int Lazy(string pattern, int at) => at < pattern.Length && pattern[at] == '?' ? at + 1 : at;

    private static int Number(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    [GeneratedRegex(@"\G\{([0-9]+)(,([0-9]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();
}

/// <summary>What stands between <c>(?</c> and <c>)</c> or <c>:</c>.</summary>
/// <param name="Text">As .NET writes it.</param>
/// <param name="OpensGroup">Whether a group begins; else the flags hold to the end of the present one.</param>
/// <param name="MultiLine">Whether ^ and $ look at lines; null to leave it.</param>
/// <param name="DotAll">Whether . matches a newline; null to leave it.</param>
internal readonly partial record struct Re2Flags(string Text, bool OpensGroup, bool? MultiLine, bool? DotAll)
{
    public static bool Read(string pattern, ref int at, out Re2Flags flags, out string? wrong)
    {
        (flags, wrong) = (new Re2Flags("(?:", true, null, null), null);
        if (Name().Match(pattern, at) is { Success: true } name)
        {
            at += name.Length;
            return true;
        }

        var found = Letters().Match(pattern, at);
        if (!found.Success)
        {
            wrong = string.Create(CultureInfo.InvariantCulture,
                $"at character {at + 1}: (?...) knows flags i, m, s, U, groups (?:...) and names (?P<name>...); "
                + $"look-around, atomic groups and comments are not RE2");
            return false;
        }

        var (on, off) = (found.Groups["on"].Value, found.Groups["off"].Value);
        bool? Set(char flag) => off.Contains(flag, StringComparison.Ordinal) ? false : on.Contains(flag, StringComparison.Ordinal) ? true : null;
        var opens = found.Value[^1] == ':';
        var fold = Set('i') switch { true => "?i", false => "?-i", null => "?" };
        flags = new Re2Flags(opens ? $"({fold}:" : fold == "?" ? string.Empty : $"({fold})", opens, Set('m'), Set('s'));
        at += found.Length;
        return true;
    }

    [GeneratedRegex(@"\G\(\?P<[A-Za-z0-9_]+>", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\G\(\?(?:(?<on>[imsU]*)(?:-(?<off>[imsU]+))?:|(?<on>[imsU]+)(?:-(?<off>[imsU]+))?\)|-(?<off>[imsU]+)\))", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();
}
