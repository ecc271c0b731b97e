using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OpsConsole.Alerts;

/// <summary>Sets of characters: <c>[a-z[:digit:]\s]</c>, and the named sets.</summary>
internal static class Re2Class
{
    // Pairs of first and last character. \d, \w and \s are ASCII in RE2, and all scripts in .NET.
    private static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["alnum"] = "09AZaz",
        ["alpha"] = "AZaz",
        ["ascii"] = "\0\u007F",
        ["blank"] = "\t\t  ",
        ["cntrl"] = "\0\u001F\u007F\u007F",
        ["digit"] = "09",
        ["graph"] = "!~",
        ["lower"] = "az",
        ["print"] = " ~",
        ["punct"] = "!/:@[`{~",
        ["space"] = "\t\r  ",
        ["upper"] = "AZ",
        ["word"] = "09AZ__az",
        ["xdigit"] = "09AFaf",
        ["d"] = "09",
        ["w"] = "09AZ__az",
        ["s"] = "\t\n\f\r  ",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Categories = FrozenSet.ToFrozenSet(
    [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
    ]);

    /// <summary>One UTF-16 unit, safe inside and outside brackets.</summary>
    public static string Unit(char unit) => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)unit:X4}");

    /// <summary>A named set as it stands inside brackets; null when there is no such name.</summary>
    public static string? Set(string name, bool negated)
    {
        if (!Named.TryGetValue(name, out var pairs))
        {
            return null;
        }

        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var (first, last) = (pairs[i], pairs[i + 1]);
            if (!negated)
            {
                text.Append(Unit(first)).Append('-').Append(Unit(last));
            }
            else if (first > next)
            {
                text.Append(Unit((char)next)).Append('-').Append(Unit((char)(first - 1)));
            }

            next = last + 1;
        }

        return negated ? text.Append(Unit((char)next)).Append(@"-\uFFFF").ToString() : text.ToString();
    }

    /// <summary>Reads a class that begins at the opening bracket.</summary>
    public static bool Read(string pattern, ref int at, out Re2Atom atom, out string? wrong)
    {
        var (opened, place) = (at, at + 1);
        var negated = place < pattern.Length && pattern[place] == '^';
        place += negated ? 1 : 0;
        var (text, wide, first) = (new StringBuilder(negated ? "[^" : "["), negated, true);
        (atom, wrong) = (default, null);
        for (; place < pattern.Length && (first || pattern[place] != ']'); first = false)
        {
            if (TryName(pattern, ref place, out var set, out var isComplement, out wrong))
            {
                text.Append(set);
                wide = isComplement ? !negated : wide;
            }
            else if (wrong is not null || !Range(pattern, ref place, text, out wrong))
            {
                return false;
            }
        }

        if (place >= pattern.Length)
        {
            wrong = string.Create(CultureInfo.InvariantCulture, $"at character {opened + 1}: this [ is never closed");
            return false;
        }

        (at, atom) = (place + 1, new Re2Atom(text.Append(']').ToString(), wide));
        return true;
    }

    /// <summary>Reads <c>\pL</c> or <c>\P{Lu}</c>.</summary>
    public static bool Category(string pattern, ref int at, out string set, out bool isComplement, out string? wrong)
    {
        var braced = at + 2 < pattern.Length && pattern[at + 2] == '{';
        var end = braced ? pattern.IndexOf('}', at) : Math.Min(at + 2, pattern.Length - 1);
        var name = end < at + 2 ? string.Empty : braced ? pattern[(at + 3)..end] : pattern[at + 2].ToString();
        var turned = name.StartsWith('^');
        isComplement = (pattern[at + 1] == 'P') != turned;
        name = turned ? name[1..] : name;
        set = $@"\{(isComplement ? 'P' : 'p')}{{{name}}}";
        if (!Categories.Contains(name))
        {
            wrong = string.Create(CultureInfo.InvariantCulture,
                $"at character {at + 1}: after \\p comes a general category such as L, Lu, Nd or P; scripts are not known here");
            return false;
        }

        (at, wrong) = (end + 1, null);
        return true;
    }

    private static bool TryName(string pattern, ref int place, out string set, out bool isComplement, out string? wrong)
    {
        (set, isComplement, wrong) = (string.Empty, false, null);
        var rest = pattern.AsSpan(place);
        if (rest.StartsWith("[:") && rest[2..].IndexOf(":]") is >= 0 and var length)
        {
            var name = rest.Slice(2, length).ToString();
            isComplement = name.StartsWith('^');
            if (name.Length - (isComplement ? 1 : 0) < 2 || Set(isComplement ? name[1..] : name, isComplement) is not { } found)
            {
                wrong = string.Create(CultureInfo.InvariantCulture,
                    $"at character {place + 1}: there is no class [:{name}:]; [:alpha:] and [:digit:] are two");
                return false;
            }

            (set, place) = (found, place + length + 4);
            return true;
        }

        if (rest.Length < 2 || rest[0] != '\\')
        {
            return false;
        }

        if (rest[1] is 'p' or 'P')
        {
            return Category(pattern, ref place, out set, out isComplement, out wrong);
        }

        isComplement = char.IsAsciiLetterUpper(rest[1]);
        set = rest[1] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' ? Set(char.ToLowerInvariant(rest[1]).ToString(), isComplement)! : string.Empty;
        place += set.Length > 0 ? 2 : 0;
        return set.Length > 0;
    }

    private static bool Range(string pattern, ref int place, StringBuilder text, out string? wrong)
    {
        var begin = place;
        if (!Character(pattern, ref place, out var first, out wrong))
        {
            return false;
        }

        var last = first;
        if (place + 1 < pattern.Length && pattern[place] == '-' && pattern[place + 1] != ']')
        {
            place++;
            if (!Character(pattern, ref place, out last, out wrong))
            {
                return false;
            }
        }

        if (last < first || last > 0xFFFF)
        {
            var why = last < first ? "this range ends before it begins" : "a character beyond U+FFFF can't stand in brackets here; write (?:a|b)";
            wrong = string.Create(CultureInfo.InvariantCulture, $"at character {begin + 1}: {why}");
            return false;
        }

        text.Append(Unit((char)first)).Append('-').Append(Unit((char)last));
        return true;
    }

    private static bool Character(string pattern, ref int place, out int point, out string? wrong)
    {
        (point, wrong) = (0, null);
        if (pattern[place] == '\\')
        {
            return Re2Escape.Character(pattern, ref place, out point, out wrong);
        }

        var pair = char.IsSurrogatePair(pattern, place);
        point = pair ? char.ConvertToUtf32(pattern, place) : pattern[place];
        place += pair ? 2 : 1;
        return true;
    }
}
