using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A line on its way through a pipe.</summary>
/// <param name="Text">The line.</param>
/// <param name="Row">The row of the table that it shows; null for none.</param>
internal readonly record struct PipedLine(string Text, int? Row);

/// <summary>A command that an answer's lines go through.</summary>
internal abstract record PipeStage
{
    /// <summary>Whether what comes out is no longer some of what goes in.</summary>
    public virtual bool Counts => false;

    /// <summary>What comes out.</summary>
    /// <param name="lines">What goes in.</param>
    public abstract IReadOnlyList<PipedLine> Of(IReadOnlyList<PipedLine> lines);
}

/// <summary><c>head -n N</c>.</summary>
/// <param name="Count">How many.</param>
internal sealed record Head(int Count) : PipeStage
{
    public override IReadOnlyList<PipedLine> Of(IReadOnlyList<PipedLine> lines) => [.. lines.Take(Count)];
}

/// <summary><c>tail -n N</c>.</summary>
/// <param name="Count">How many.</param>
internal sealed record Tail(int Count) : PipeStage
{
    public override IReadOnlyList<PipedLine> Of(IReadOnlyList<PipedLine> lines) => [.. lines.TakeLast(Count)];
}

/// <summary><c>grep</c>.</summary>
/// <param name="Pattern">What is searched for; never one that goes back over what it read.</param>
internal sealed record Grep(Regex Pattern) : PipeStage
{
    public bool Inverted { get; init; }

    public bool WholeWords { get; init; }

    public bool CountsOnly { get; init; }

    /// <summary>How many lines before and after a hit come with it.</summary>
    public int Before { get; init; }

    public int After { get; init; }

    public override bool Counts => CountsOnly;

    public override IReadOnlyList<PipedLine> Of(IReadOnlyList<PipedLine> lines)
    {
        var hits = lines.Select(line => IsHit(line.Text) != Inverted).ToList();
        if (CountsOnly)
        {
            return [new PipedLine(hits.Count(hit => hit).ToString(CultureInfo.InvariantCulture), null)];
        }

        var (kept, until, from) = (new List<PipedLine>(), -1, 0);
        for (var at = 0; at < lines.Count; at++)
        {
            if (!hits[at])
            {
                continue;
            }

            // Lines that stand between two groups are left out, and grep says so by two dashes.
            var begin = Math.Max(from, at - Before);
            if (Before + After > 0 && kept.Count > 0 && begin > until + 1)
            {
                kept.Add(new PipedLine("--", null));
            }

            until = Math.Min(lines.Count - 1, NextEnd(hits, at));
            kept.AddRange(lines.Skip(begin).Take(until - begin + 1));
            (from, at) = (until + 1, until);
        }

        return kept;
    }

    // The end of the group that begins with a hit: each further hit within it makes it longer.
    private int NextEnd(List<bool> hits, int first)
    {
        var end = first + After;
        for (var at = first + 1; at <= end && at < hits.Count; at++)
        {
            end = hits[at] ? at + After : end;
        }

        return end;
    }

    private bool IsHit(string line)
    {
        if (!WholeWords)
        {
            return Pattern.IsMatch(line);
        }

        foreach (var match in Pattern.EnumerateMatches(line))
        {
            if (!IsWord(line, match.Index - 1) && !IsWord(line, match.Index + match.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(string line, int at) => at >= 0 && at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] == '_');
}

/// <summary>The commands behind the first one.</summary>
/// <param name="Stages">In their order.</param>
internal sealed record PipeReading(ImmutableArray<PipeStage> Stages)
{
    private const int Most = 5;
    private const int MostLines = 100_000;

    private static readonly ImmutableArray<Flag> GrepFlags =
    [
        new("ignore-case", 'i', false), new("invert-match", 'v', false), new("extended-regexp", 'E', false), new("count", 'c', false), new("fixed-strings", 'F', false),
        new("word-regexp", 'w', false), new("after-context", 'A', true), new("before-context", 'B', true), new("context", 'C', true), new("regexp", 'e', true),
    ];

    private static readonly ImmutableArray<Flag> LineFlags = [new("lines", 'n', true)];

    /// <summary>Reads the commands of a pipe.</summary>
    /// <param name="commands">Each with its arguments.</param>
    public static Result<PipeReading> Read(IEnumerable<ImmutableArray<Argument>> commands)
    {
        var stages = ImmutableArray.CreateBuilder<PipeStage>();
        foreach (var words in commands)
        {
            var stage = stages.Count == Most ? Refusal.Because($"more than {Most} commands follow on kubectl") : (words[0].Place, words[0].Text) switch
            {
                (null, "grep") => ReadGrep([.. words.Skip(1)]),
                (null, "head") => ReadLines("head", [.. words.Skip(1)], count => new Head(count)),
                (null, "tail") => ReadLines("tail", [.. words.Skip(1)], count => new Tail(count)),
                var (_, other) => Refusal.Because($"it is piped into '{FilledLine.Shown(other)}', and only grep, head and tail are answered"),
            };
            if (!stage.IsOk)
            {
                return stage.Problems;
            }

            stages.Add(stage.Value);
        }

        return new PipeReading(stages.ToImmutable());
    }

    private static Result<PipeStage> ReadGrep(ImmutableArray<Argument> arguments)
    {
        var given = FlagReading.Read("grep", arguments, GrepFlags);
        if (!given.IsOk)
        {
            return given.Problems;
        }

        var flags = given.Value;
        if (flags.Value("regexp") is null ? flags.Operands.Count != 1 : flags.Operands.Count > 0)
        {
            return Refusal.Because(flags.Operands.Count == 0 ? "grep lacks what it should search for" : "grep would search files; quote what it should search for");
        }

        if (Count(flags, "context", "grep") is not { } around || Count(flags, "before-context", "grep") is not { } before || Count(flags, "after-context", "grep") is not { } after)
        {
            return Refusal.Because("grep takes numbers of lines for -A, -B and -C");
        }

        var form = flags.Is("fixed-strings") ? GrepForm.Fixed : flags.Is("extended-regexp") ? GrepForm.Extended : GrepForm.Basic;
        var pattern = GrepPattern.Of(flags.Value("regexp") ?? flags.Operands[0], form, flags.Is("ignore-case"));
        return pattern.IsOk
            ? new Grep(pattern.Value)
            {
                Inverted = flags.Is("invert-match"),
                WholeWords = flags.Is("word-regexp"),
                CountsOnly = flags.Is("count"),
                Before = flags.Value("before-context") is null ? around : before,
                After = flags.Value("after-context") is null ? around : after,
            }
            : pattern.Problems;
    }

    private static Result<PipeStage> ReadLines(string command, ImmutableArray<Argument> arguments, Func<int, PipeStage> of)
    {
        // The old spelling, still the most usual one: head -5.
        if (arguments is [{ Place: null } only] && only.Text is ['-', .. var digits] && Number(digits) is { } old)
        {
            return of(old);
        }

        var given = FlagReading.Read(command, arguments, LineFlags);
        return !given.IsOk ? given.Problems
            : given.Value.Operands.Count > 0 ? Refusal.Because($"{command} would read a file")
            : given.Value.Value("lines") is null ? of(10)
            : Count(given.Value, "lines", command) is { } count ? of(count)
            : Refusal.Because($"{command} -n takes a number of lines without a sign");
    }

    private static int? Count(FlagReading flags, string name, string command) => flags.Value(name) is { } value ? Number(value.Text) : command == "grep" ? 0 : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostLines ? number : null;
}
