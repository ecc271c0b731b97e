using OpsConsole.Components.Format;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>Maintenance windows in words.</summary>
internal static class MaintenanceWords
{
    /// <summary>The word for a window's state.</summary>
    public static string Of(WindowState state) => state switch
    {
        WindowState.Running => "Running",
        WindowState.Waiting => "To come",
        WindowState.Off => "Switched off",
        _ => "Over",
    };

    /// <summary>The word for what became of an occurrence.</summary>
    public static string Of(WindowRunState state) => state switch
    {
        WindowRunState.Skipped => "left out",
        WindowRunState.Intended => "to be set up",
        WindowRunState.Set => "set up",
        WindowRunState.Ending => "ending",
        WindowRunState.Ended => "ended early",
        WindowRunState.Missed => "never set up",
        _ => "over",
    };

    /// <summary>How far away what comes next is: <c>ends in 1 h</c>, <c>in 3 d</c>.</summary>
    /// <param name="status">How it stands.</param>
    /// <param name="now">The time.</param>
    /// <param name="moved">Where somebody moved the end of this run to; null for nowhere.</param>
    public static string When(WindowStatus status, DateTimeOffset now, DateTimeOffset? moved = null) => status switch
    {
        { Running: { } running } => $"ends in {Spans.Short((moved ?? running.End) - now)}",
        { Next: { } next } => $"in {Spans.Short(next.Start - now)}",
        { State: WindowState.Over, Window.Plan.Times.To: { } to } => to > now ? "ended early" : $"{Spans.Short(now - to)} ago",
        _ => "no time set",
    };

    /// <summary>How it stands, in a word or two, for a mark; null when its state says enough.</summary>
    public static string? Mark(WindowStatus status) => status switch
    {
        { Problem: not null } => "not set up",
        { LeftOut: not null } => "next is left out",
        { Running: null, Run.State: WindowRunState.Set } => "set up, begins soon",
        { Running: not null, Run: null or { State: WindowRunState.Intended } } => "being set up",
        _ => null,
    };

    /// <summary>Text that fits a line.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";

    /// <summary>Where a window is.</summary>
    public static string Address(string id) => $"maintenance/{Uri.EscapeDataString(id)}";
}
