using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>
/// Regular expressions as Prometheus and Alertmanager read them (RE2), said in .NET's words: anchored at both ends, linear in time,
/// captures and greediness dropped because only "matches or not" is asked. What RE2 refuses is refused here, with the place;
/// what means another thing in .NET (<c>$</c>, <c>\d</c>, <c>.</c> before an emoji) is translated.
/// </summary>
/// <remarks>
/// Left as .NET has it: <c>\b</c> knows the letters of all scripts, and <c>(?i)</c> differs for the long s and the Kelvin sign.
/// Refused though RE2 knows it: scripts such as <c>\p{Greek}</c>, and characters beyond U+FFFF inside brackets.
/// </remarks>
internal sealed class Re2
{
    /// <summary>Expanded size from which a pattern is refused: the automaton would cost more than a label is worth.</summary>
    public const int MostSize = 10_000;

    private readonly string pattern;
    private readonly StringBuilder made = new();
    private readonly Stack<Group> outer = new();
    private Group group = new(0, false, false);
    private int at;
    private string? wrong;

    private Re2(string pattern) => this.pattern = pattern;

    /// <summary>Makes a matcher of whole values.</summary>
    /// <param name="pattern">An RE2 expression.</param>
    public static Result<Regex> Compile(string pattern) => Translate(pattern).Match<Result<Regex>>(made => Build(made), problems => problems);

    /// <summary>Says an expression in .NET's words, anchored at both ends.</summary>
    /// <param name="pattern">An RE2 expression.</param>
    public static Result<string> Translate(string pattern)
    {
        var reading = new Re2(pattern);
        if (pattern.Length > MostSize)
        {
            return new Problem("value", $"a regular expression may have at most {MostSize:N0} characters; this one has {pattern.Length:N0}");
        }

        if (!reading.Translate())
        {
            return new Problem("value", $"'{Shown(pattern)}' is no regular expression: {reading.wrong}");
        }

        return $@"\A(?:{reading.made})\z";
    }

    /// <summary>Builds the matcher of what was translated.</summary>
    /// <param name="translated">What <see cref="Translate(string)"/> gave.</param>
    public static Regex Build(string translated)
    {
        // NonBacktracking: linear time whatever a person (or an attacker) writes.
        return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    private static string Shown(string pattern) => pattern.Length <= 80 ? pattern : $"{pattern.AsSpan(0, 80)}…";

    private bool Translate()
    {
        while (at < pattern.Length)
        {
            if (!Step())
            {
                return false;
            }
        }

        return outer.Count == 0 || Refuse(group.OpenedAt, "this ( is never closed");
    }

    private bool Step()
    {
        switch (pattern[at])
        {
            case '(':
                return Open();
            case ')':
                return Close();
            case '|':
                at++;
                made.Append('|');
                return true;
            case '*' or '+' or '?':
                return Refuse(at, $"there is nothing before {pattern[at]} that it could repeat");
            case '{' when Re2Repeat.Read(pattern, at) is not null:
                return Refuse(at, "there is nothing before { that it could repeat");
            case '[':
                return Re2Class.Read(pattern, ref at, out var set, out wrong) && Atom(set);
            case '.':
                at++;
                return Atom(new Re2Atom(group.DotAll ? @"[\s\S]" : @"[^\n]", IsWide: true));
            case '^':
                at++;
                return Atom(new Re2Atom(group.MultiLine ? "(?m:^)" : @"(?:\A)"));
            case '$':
                // .NET's $ also matches before a newline at the end.
                at++;
                return Atom(new Re2Atom(group.MultiLine ? "(?m:$)" : @"(?:\z)"));
            case '\\' when pattern.AsSpan(at).StartsWith(@"\Q"):
                return Quoted();
            case '\\':
                return Re2Escape.Read(pattern, ref at, out var escaped, out wrong) && Atom(escaped);
            default:
                return Atom(Letter());
        }
    }

    private Re2Atom Letter()
    {
        var length = char.IsSurrogatePair(pattern, at) ? 2 : 1;
        at += length;
        return Re2Atom.Literal(pattern.AsSpan(at - length, length));
    }

    private bool Quoted()
    {
        var end = pattern.IndexOf(@"\E", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            // Alertmanager wraps the expression in ^(?:...)$, which an open \Q would swallow.
            return Refuse(at, @"this \Q is never closed by \E");
        }

        for (at += 2; at < end;)
        {
            var letter = Letter();
            if (at >= end)
            {
                // A repetition behind \E means the last character.
                at = end + 2;
                return Atom(letter);
            }

            made.Append(letter.Text);
            group.Size++;
        }

        at = end + 2;
        return true;
    }

    private bool Open()
    {
        var opened = at;
        var inner = new Group(opened, group.MultiLine, group.DotAll);
        if (!pattern.AsSpan(at).StartsWith("(?"))
        {
            at++;
            made.Append("(?:");
            outer.Push(group);
            group = inner;
            return true;
        }

        if (!Re2Flags.Read(pattern, ref at, out var flags, out wrong))
        {
            return false;
        }

        var target = flags.OpensGroup ? inner : group;
        (target.MultiLine, target.DotAll) = (flags.MultiLine ?? target.MultiLine, flags.DotAll ?? target.DotAll);
        made.Append(flags.Text);
        if (flags.OpensGroup)
        {
            outer.Push(group);
            group = inner;
        }

        return true;
    }

    private bool Close()
    {
        if (outer.Count == 0)
        {
            return Refuse(at, "this ) closes nothing; write \\) for the character");
        }

        at++;
        made.Append(')');
        var closed = group;
        group = outer.Pop();
        return Repeat(closed.Size, closed.Repeats, out var quantifier) && Append(quantifier);
    }

    private bool Atom(Re2Atom atom)
    {
        if (!Repeat(1, 1, out var quantifier))
        {
            return false;
        }

        // A character beyond U+FFFF is two units in .NET; with * and + that makes no difference.
        made.Append(quantifier is "*" or "+" ? atom.Text : atom.WholeCharacter);
        return Append(quantifier);
    }

    private bool Append(string quantifier)
    {
        made.Append(quantifier);
        return true;
    }

    private bool Repeat(int size, int repeats, out string quantifier)
    {
        quantifier = string.Empty;
        if (Re2Repeat.Read(pattern, at) is not { } repeat)
        {
            return Grow(size, repeats);
        }

        if (repeat.IsTooMany || (repeat.IsCounted && (long)repeat.Most * repeats > Re2Repeat.MostTimes))
        {
            return Refuse(at, $"repetitions may be nested to at most {Re2Repeat.MostTimes:N0} times, the smaller number first");
        }

        var behind = repeat.End;
        if (Re2Repeat.Read(pattern, behind) is not null)
        {
            return Refuse(behind, "a repetition follows a repetition; put the first in (?:...)");
        }

        quantifier = repeat.Text;
        at = behind;
        return Grow(size * Math.Max(1, repeat.Most), repeats * Math.Max(1, repeat.Most));
    }

    private bool Grow(int size, int repeats)
    {
        group.Size += size;
        group.Repeats = Math.Max(group.Repeats, repeats);
        return group.Size <= MostSize || Refuse(at, "with its repetitions written out it is too large");
    }

    private bool Refuse(int place, string why)
    {
        wrong = string.Create(CultureInfo.InvariantCulture, $"at character {place + 1}: {why}");
        return false;
    }

    private sealed class Group(int openedAt, bool multiLine, bool dotAll)
    {
        public int OpenedAt { get; } = openedAt;

        public bool MultiLine { get; set; } = multiLine;

        public bool DotAll { get; set; } = dotAll;

        public int Size { get; set; }

        public int Repeats { get; set; } = 1;
    }
}
