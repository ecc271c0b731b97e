using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Pages.Alerts;

/// <summary>How densely the board is shown.</summary>
public enum BoardLook
{
    /// <summary>A line for each group.</summary>
    Table,

    /// <summary>A card for each group.</summary>
    Cards,

    /// <summary>One label against another.</summary>
    Matrix,
}

/// <summary>All that a person chose to see, as the address says it: who is sent the address sees the same.</summary>
public sealed record BoardView
{
    /// <summary>The most labels to group by.</summary>
    public const int MostLabels = 4;

    private const string Unacknowledged = "unacknowledged";

    /// <summary>What is seen when the address says nothing.</summary>
    public static BoardView Usual { get; } = new();

    /// <summary>What somebody has, what they have for the longest time first: what was forgotten.</summary>
    public static BoardView Forgotten { get; } = new() { Filter = AlertFilter.Parse($"state={AlertStateNames.Acknowledged}").Value, Sort = AlertSort.Acknowledged };

    /// <summary>What must hold.</summary>
    public AlertFilter Filter { get; init; } = AlertFilter.All;

    /// <summary>The states that are shown; never none.</summary>
    public ImmutableHashSet<AlertState> States { get; init; } = [AlertState.Firing];

    /// <summary>Whether what somebody has is left out.</summary>
    public bool HidesAcknowledged { get; init; }

    /// <summary>The labels to group by; the first makes the sections.</summary>
    public ImmutableArray<string> By { get; init; } = AlertGroups.Usual;

    /// <summary>How densely.</summary>
    public BoardLook Look { get; init; }

    /// <summary>What comes first.</summary>
    public AlertSort Sort { get; init; }

    /// <summary>The label of the matrix' columns.</summary>
    public string Across { get; init; } = "severity";

    /// <summary>The label of the matrix' lines.</summary>
    public string Down { get; init; } = "system";

    /// <summary>The words of the address that mean nothing; they were passed over.</summary>
    public ImmutableArray<string> NotUnderstood { get; init; } = [];

    /// <summary>The states as bits.</summary>
    public int StateBits => States.Aggregate(0, (bits, state) => bits | 1 << (int)state);

    /// <summary>Reads an address; the filter is read by whoever shows it, because it may be wrong.</summary>
    /// <param name="show">The states, separated by commas.</param>
    /// <param name="by">The labels to group by, separated by commas.</param>
    /// <param name="look">How densely.</param>
    /// <param name="sort">What comes first.</param>
    /// <param name="across">The label of the columns.</param>
    /// <param name="down">The label of the lines.</param>
    public static BoardView Read(string? show, string? by, string? look, string? sort, string? across, string? down)
    {
        var odd = ImmutableArray.CreateBuilder<string>();
        var words = Split(show);
        var states = words.Select(word => Word<AlertState>(word)).OfType<AlertState>().ToImmutableHashSet();
        return new BoardView
        {
            States = states.IsEmpty ? Usual.States : states,
            HidesAcknowledged = words.Contains(Unacknowledged, StringComparer.OrdinalIgnoreCase),
            By = Labels(by, odd) is { IsEmpty: false } labels ? labels : Usual.By,
            Look = Choice<BoardLook>(look, odd),
            Sort = Choice<AlertSort>(sort, odd),
            Across = Labels(across, odd).FirstOrDefault(Usual.Across),
            Down = Labels(down, odd).FirstOrDefault(Usual.Down),
            NotUnderstood = odd.ToImmutable(),
        };
    }

    /// <summary>The address that shows it.</summary>
    public string Address()
    {
        (string Name, string? Value)[] terms =
        [
            ("q", Filter.IsEmpty ? null : Filter.ToString()),
            ("show", States.SetEquals(Usual.States) && !HidesAcknowledged ? null : Shown()),
            ("by", By.SequenceEqual(Usual.By) ? null : string.Join(',', By)),
            ("as", Look is BoardLook.Table ? null : Word(Look)),
            ("sort", Sort is AlertSort.Worst ? null : Word(Sort)),
            ("x", Look is not BoardLook.Matrix || Across == Usual.Across ? null : Across),
            ("y", Look is not BoardLook.Matrix || Down == Usual.Down ? null : Down),
        ];
        var query = string.Join('&', terms.Where(term => term.Value is not null).Select(term => $"{term.Name}={Uri.EscapeDataString(term.Value!)}"));
        return query.Length == 0 ? "alerts" : $"alerts?{query}";
    }

    /// <summary>The same with a state shown or not; without the last one the usual one is.</summary>
    /// <param name="state">The state.</param>
    public BoardView Toggled(AlertState state)
    {
        var less = States.Remove(state);
        var next = less == States ? States.Add(state) : less;
        return this with { States = next.IsEmpty ? Usual.States : next };
    }

    private static ImmutableArray<string> Labels(string? text, ImmutableArray<string>.Builder odd)
    {
        var words = Split(text).Distinct(StringComparer.Ordinal).ToArray();
        odd.AddRange(words.Where(word => !IsLabel(word)));
        return [.. words.Where(IsLabel).Take(MostLabels)];
    }

    private static bool IsLabel(string word) => word.Length <= 200 && Matcher.Create(word, MatchKind.Equal, string.Empty).IsOk;

    private static T Choice<T>(string? text, ImmutableArray<string>.Builder odd)
        where T : struct, Enum
    {
        if (!string.IsNullOrEmpty(text) && Word<T>(text) is null)
        {
            odd.Add(text);
        }

        return text is null ? default : Word<T>(text) ?? default;
    }

    // Numbers would be read as values, too.
    private static T? Word<T>(string text)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => string.Equals(Word(value), text, StringComparison.OrdinalIgnoreCase)).Select(value => (T?)value).FirstOrDefault();

    private static string Word<T>(T value)
        where T : struct, Enum => value switch
        {
            BoardLook.Table => "table",
            BoardLook.Cards => "cards",
            BoardLook.Matrix => "matrix",
            AlertSort.Worst => "worst",
            AlertSort.Newest => "newest",
            AlertSort.Oldest => "oldest",
            AlertSort.Name => "name",
            AlertSort.Acknowledged => "acknowledged",
            AlertState state => state.Label(),
            _ => value.ToString(),
        };

    private static string[] Split(string? text) => (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Shown() => string.Join(',', States.Order().Select(state => state.Label()).Concat(HidesAcknowledged ? [Unacknowledged] : []));
}
