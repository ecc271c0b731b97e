using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A word of a command line, as a shell would read it: literal text and places to fill. What fills a place stays within the word.</summary>
/// <param name="Parts">The parts, quotes taken away.</param>
internal sealed record ShellWord(ImmutableArray<TemplatePart> Parts);

/// <summary>A command line taken apart as a shell takes it apart. Nothing of it is ever given to a shell, and what only a shell could do is refused.</summary>
/// <param name="Stages">The commands of the pipe, each of at least one word.</param>
internal sealed record ShellLine(ImmutableArray<ImmutableArray<ShellWord>> Stages)
{
    private const int Longest = 2_000;

    /// <summary>Takes a line apart; templates count as one letter each, whatever fills them.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The line, or why it is not answered, as a clause.</returns>
    public static Result<ShellLine> Read(string line) => line.Length > Longest
        ? Refusal.Because($"it is longer than {Longest:#,0} letters")
        : new ShellReader(line).Read();
}

/// <summary>Reads one line, letter by letter.</summary>
internal sealed class ShellReader
{
    // A name, or one of the shell's own variables, makes of a dollar an expansion; any other letter leaves it a dollar.
    private const string AfterDollar = "({[_@*#?-$!";

    private readonly List<(char Letter, string? Place)> letters = [];
    private readonly List<ImmutableArray<ShellWord>> stages = [];
    private readonly List<ShellWord> words = [];
    private readonly List<TemplatePart> parts = [];
    private readonly System.Text.StringBuilder text = new();
    private int at;
    private char quote;
    private bool inWord;

    public ShellReader(string line)
    {
        foreach (var part in Template.Parts(line))
        {
            letters.AddRange(part.IsName ? [('\0', part.Text)] : part.Text.Select(letter => (letter, (string?)null)));
        }
    }

    public Result<ShellLine> Read()
    {
        for (; at < letters.Count; at++)
        {
            if (Step() is { } why)
            {
                return Refusal.Because(why);
            }
        }

        if (quote != '\0')
        {
            return Refusal.Because($"a quote ({quote}) is never closed");
        }

        return EndStage() is { } empty ? Refusal.Because(empty) : new ShellLine([.. stages]);
    }

    private string? Step()
    {
        var (letter, place) = letters[at];
        if (place is not null)
        {
            EndLiteral();
            parts.Add(new TemplatePart(place, true));
            inWord = true;
            return null;
        }

        return char.IsControl(letter) && letter != '\t' ? "it holds a line break or another control character"
            : quote switch { '\'' => InSingle(letter), '"' => InDouble(letter), _ => Outside(letter) };
    }

    private string? InSingle(char letter) => letter == '\'' ? Close() : Add(letter);

    private string? InDouble(char letter) => letter switch
    {
        '"' => Close(),
        '`' => "` runs a second command",
        '$' => Dollar(),
        '\\' when Next is '$' or '`' or '"' or '\\' => Add(letters[++at].Letter),
        '\\' when Next is '\0' => "a backslash stands before a template",
        _ => Add(letter),
    };

    private string? Outside(char letter)
    {
        switch (letter)
        {
            case ' ' or '\t':
                EndWord();
                return null;
            case '\'' or '"':
                (quote, inWord) = (letter, true);
                return null;
            case '\\':
                return Next is null or '\0' ? "a backslash stands at its end or before a template" : Add(letters[++at].Letter);
            case '|':
                return Next == '|' ? "|| begins a second command" : EndStage();
            case '$':
                return Next is '\'' or '"' ? $"${Next} is a quote that only a shell reads" : Dollar();
            default:
                return Special(letter) ?? Add(letter);
        }
    }

    private string? Special(char letter) => letter switch
    {
        ';' => "; begins a second command",
        '&' => Next == '&' ? "&& begins a second command" : "& runs a command in the background",
        '`' => "` runs a second command",
        '>' => "> writes a file",
        '<' => "< reads a file",
        '(' or ')' => $"{letter} groups commands where it stands outside quotes",
        '*' or '?' or '[' or ']' or '{' or '}' => $"{letter} outside quotes is replaced by a shell; put it in quotes",
        '~' when !inWord => "~ is replaced by a shell",
        '#' when !inWord => "# begins a comment; give it a line of its own",
        _ => null,
    };

    private string? Dollar() => Next is { } next && (next == '\0' || char.IsAsciiLetterOrDigit(next) || AfterDollar.Contains(next, StringComparison.Ordinal))
        ? next == '(' ? "$( runs a second command" : "$ stands for a variable, which only a shell knows"
        : Add('$');

    /// <summary>The next letter; zero for a template, null at the end.</summary>
    private char? Next => at + 1 < letters.Count ? letters[at + 1].Letter : null;

    private string? Close()
    {
        quote = '\0';
        return null;
    }

    private string? Add(char letter)
    {
        text.Append(letter);
        inWord = true;
        return null;
    }

    private void EndLiteral()
    {
        if (text.Length > 0)
        {
            parts.Add(new TemplatePart(text.ToString(), false));
            text.Clear();
        }
    }

    private void EndWord()
    {
        EndLiteral();
        if (inWord)
        {
            words.Add(new ShellWord([.. parts]));
        }

        parts.Clear();
        inWord = false;
    }

    private string? EndStage()
    {
        EndWord();
        if (words.Count == 0)
        {
            return stages.Count == 0 && at >= letters.Count ? "there is no command in it" : "a | has no command on one of its sides";
        }

        stages.Add([.. words]);
        words.Clear();
        return null;
    }
}
