using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Silences;

/// <summary>One line of the list.</summary>
/// <param name="Seen">The silence.</param>
/// <param name="At">What counts: its end, or its begin while it is to come.</param>
/// <param name="When">How far that is away.</param>
/// <param name="Marks">What a person should notice, most urgent first.</param>
/// <param name="IsLastKnown">Whether no Alertmanager that answers has it.</param>
/// <param name="Address">Where its drawer is.</param>
/// <param name="IsOpen">Whether it is open.</param>
public sealed record SilenceRow(SeenSilence Seen, DateTimeOffset At, string When, ImmutableArray<string> Marks, bool IsLastKnown, string Address, bool IsOpen)
{
    /// <summary>Identity for drawing.</summary>
    public string Id => Seen.Silence.Id;

    /// <summary>Whether the first mark asks for somebody.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Makes it.</summary>
    /// <param name="board">The board.</param>
    /// <param name="seen">One of its silences.</param>
    /// <param name="now">The time.</param>
    /// <param name="address">Where its drawer is.</param>
    /// <param name="isOpen">Whether it is open.</param>
    public static SilenceRow Of(SilenceBoard board, SeenSilence seen, DateTimeOffset now, string address, bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(seen);
        var at = SilenceWords.At(seen.Silence);
        return new(seen, at, SilenceWords.When(seen.Silence, now), [.. SilenceWords.Marks(seen, now)], board.IsLastKnown(seen), address, isOpen) { IsUrgent = seen.EndsSoonAt(now) };
    }

    /// <summary>Whether it is drawn just like another.</summary>
    /// <param name="other">The other.</param>
    public bool IsDrawnAs(SilenceRow? other) => other is not null && ReferenceEquals(Seen, other.Seen) && When == other.When && Marks.SequenceEqual(other.Marks)
        && IsLastKnown == other.IsLastKnown && Address == other.Address && IsOpen == other.IsOpen;
}
