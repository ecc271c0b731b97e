using System.Collections.Immutable;
using System.Text;
using OpsConsole.Workloads;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>What kubectl would print, before it goes through a pipe and is cut to what is shown.</summary>
internal sealed record KubectlOutput
{
    /// <summary>The most rows that are shown.</summary>
    public const int MostRows = 200;

    /// <summary>The most lines that are shown.</summary>
    public const int MostLines = 500;

    // An answer is kept as evidence: it must stay readable, and small enough to keep.
    private const int MostLetters = 150_000;
    private const int LongestText = 4_000;

    /// <summary>The headings of a table; empty for lines.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>For colours.</summary>
    public string Language { get; init; } = string.Empty;

    /// <summary>Whether the end is what matters, as in a log.</summary>
    public bool ShowsEnd { get; init; }

    /// <summary>How many rows there are that were not read.</summary>
    public int Unread { get; init; }

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Lines alone.</summary>
    /// <param name="lines">The lines.</param>
    public static KubectlOutput Of(params ImmutableArray<string> lines) => new() { Lines = lines };

    /// <summary>What is shown of it.</summary>
    /// <param name="pipes">What it goes through first.</param>
    public BlockResult Shown(ImmutableArray<PipeStage> pipes)
    {
        var isTable = !Columns.IsEmpty;
        IReadOnlyList<PipedLine> lines = isTable ? TableLines() : [.. Lines.Select(line => new PipedLine(line, null))];
        var before = lines.Count;
        foreach (var pipe in pipes)
        {
            lines = pipe.Of(lines);
        }

        // A table stays one while lines are only left out of it: the headings help, whether the filter let them through or not.
        if (isTable && !pipes.Any(pipe => pipe.Counts))
        {
            ImmutableArray<ImmutableArray<string>> rows = [.. lines.Where(line => line.Row is not null).Select(line => Rows[line.Row!.Value])];
            var shownRows = Fitting(rows.Select(row => row.Select(Text).ToImmutableArray()), MostRows, row => row.Sum(cell => cell.Length));
            return new TableResult(Columns, shownRows, rows.Length + (pipes.IsEmpty ? Unread : 0))
            {
                Note = Note(pipes, rows.Length, before - 1),
            };
        }

        var shown = Fitting((ShowsEnd ? lines.Reverse() : lines).Select(line => Text(line.Text)), MostLines, line => line.Length);
        return new LinesResult(ShowsEnd ? [.. shown.Reverse()] : shown, lines.Count, Language) { Note = Note(pipes, lines.Count, before) };
    }

    private string? Note(ImmutableArray<PipeStage> pipes, int left, int before)
    {
        var notes = pipes.IsEmpty || left > 0 ? Notes : Notes.Add($"Nothing is left of {before} {(Columns.IsEmpty ? "lines" : "rows")} behind the pipe.");
        notes = Unread > 0 && !pipes.IsEmpty ? notes.Add($"{Unread} more rows were not read and not looked through.") : notes;
        return notes.IsEmpty ? null : string.Join(' ', notes);
    }

    private static ImmutableArray<T> Fitting<T>(IEnumerable<T> all, int most, Func<T, int> letters)
    {
        var (fitting, sum) = (ImmutableArray.CreateBuilder<T>(), 0);
        foreach (var one in all.Take(most))
        {
            sum += letters(one);
            if (sum > MostLetters)
            {
                break;
            }

            fitting.Add(one);
        }

        return fitting.ToImmutable();
    }

    private static string Text(string text) => LogText.Harmless(text.Length <= LongestText ? text : $"{text[..LongestText]}...");

    /// <summary>The table as kubectl prints it, so that a pattern finds what it would find there.</summary>
    private List<PipedLine> TableLines()
    {
        var widths = Columns.Select((column, at) => Rows.Aggregate(column.Length, (width, row) => Math.Max(width, row[at].Length))).ToList();
        string Line(ImmutableArray<string> cells)
        {
            var line = new StringBuilder();
            for (var at = 0; at < cells.Length; at++)
            {
                line.Append(at == cells.Length - 1 ? cells[at] : cells[at].PadRight(widths[at] + 3));
            }

            return line.ToString();
        }

        return [new PipedLine(Line(Columns), null), .. Rows.Select((row, number) => new PipedLine(Line(row), number))];
    }
}
