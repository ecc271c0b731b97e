namespace OpsConsole.Benchmarks;

/// <summary>A table that reads well on a terminal and is Markdown.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Print()
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Console.WriteLine($"\n## {title}\n");
        Console.WriteLine(Line(columns, widths));
        Console.WriteLine($"| {string.Join(" | ", widths.Select((width, i) => i == 0 ? new string('-', width) : $"{new string('-', width - 1)}:"))} |");
        rows.ForEach(row => Console.WriteLine(Line(row, widths)));
    }

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |";
}
