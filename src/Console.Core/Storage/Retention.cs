using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Storage;

/// <summary>How old the rows of each table become.</summary>
internal sealed class Retention
{
    /// <summary>Written instead of an age.</summary>
    public const string Forever = "forever";

    private Retention(ImmutableArray<(RetainedTable Table, TimeSpan Age)> ages) => Ages = ages;

    /// <summary>The tables that forget, and when.</summary>
    public ImmutableArray<(RetainedTable Table, TimeSpan Age)> Ages { get; }

    /// <summary>Reads the settings.</summary>
    /// <param name="tables">The tables there are.</param>
    /// <param name="settings">Ages by the tables' names.</param>
    public static Result<Retention> Read(IReadOnlyCollection<RetainedTable> tables, IReadOnlyDictionary<string, string> settings)
    {
        var problems = settings.Select(setting => Wrong(tables, setting.Key, setting.Value)).OfType<Problem>().ToImmutableArray();
        return problems.IsEmpty ? new Retention([.. tables.Select(table => (table, AgeOf(table, settings))).Where(it => it.Item2 is not null).Select(it => (it.table, it.Item2!.Value))])
            : problems;
    }

    private static TimeSpan? AgeOf(RetainedTable table, IReadOnlyDictionary<string, string> settings)
    {
        var written = settings.FirstOrDefault(setting => Same(setting.Key, table.Name)).Value;
        return written is null ? table.DefaultAge : PromDuration.TryParse(written, out var age) ? age : null;
    }

    private static Problem? Wrong(IReadOnlyCollection<RetainedTable> tables, string name, string value)
    {
        var where = $"{StorageOptions.Section}:Retention:{name}";
        if (!tables.Any(table => Same(table.Name, name)))
        {
            return new Problem(where, $"is no table with a retention; known are {string.Join(", ", tables.Select(table => table.Name).Order())}");
        }

        return value == Forever || (PromDuration.TryParse(value, out var age) && age > TimeSpan.Zero)
            ? null
            : new Problem(where, $"'{value}' is no age: write for example 30d, or {Forever}; {PromDuration.Units}");
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
