using Microsoft.Extensions.Logging;

namespace OpsConsole.Alerts;

/// <summary>Log events of alerts: 3000 to 3999.</summary>
internal static partial class AlertLog
{
    // An outage can move twenty thousand alerts at once: the log must stay readable.
    private const int MostLines = 50;
    private const int MostLetters = 100;

    public static void Changes(this ILogger log, IReadOnlyList<AlertTransition> changes)
    {
        foreach (var change in changes.Take(MostLines))
        {
            log.Changed(Shown(change.Alert.Name), Shown(change.Alert.System ?? "no system"), change.Alert.Fingerprint,
                change.From?.Label() ?? "nothing", change.To?.Label() ?? "resolved");
        }

        if (changes.Count > MostLines)
        {
            log.MoreChanged(changes.Count - MostLines);
        }
    }

    [LoggerMessage(3000, LogLevel.Information, "Alerts are read: {Firing} firing, {HeldBack} held back, {Pending} pending")]
    public static partial void FirstRead(this ILogger log, int firing, int heldBack, int pending);

    [LoggerMessage(3003, LogLevel.Warning, "{Source} does not tell its alerts; the last known stay: {Problem}")]
    public static partial void SourceSilent(this ILogger log, string source, string problem);

    [LoggerMessage(3004, LogLevel.Information, "{Source} tells its alerts again")]
    public static partial void SourceBack(this ILogger log, string source);

    [LoggerMessage(3005, LogLevel.Warning, "The history of alerts can't be written; what changed waits: {Problem}")]
    public static partial void HistoryWaits(this ILogger log, string problem);

    [LoggerMessage(3006, LogLevel.Information, "The history of alerts is written again")]
    public static partial void HistoryGoesOn(this ILogger log);

    [LoggerMessage(3007, LogLevel.Warning, "What of the acknowledgements is over can't be written down; it is tried again: {Problem}")]
    public static partial void AcknowledgementsWait(this ILogger log, string problem);

    [LoggerMessage(3008, LogLevel.Error, "That a dead man's switch lapsed or is back could not be recorded, and is tried again: {Problem}")]
    public static partial void SwitchNotRecorded(this ILogger log, string problem);

    [LoggerMessage(3001, LogLevel.Information, "Alert {Alert} of {System} ({Fingerprint}) went from {From} to {To}")]
    private static partial void Changed(this ILogger log, string alert, string system, string fingerprint, string from, string to);

    [LoggerMessage(3002, LogLevel.Information, "{Count} more alerts changed in this round")]
    private static partial void MoreChanged(this ILogger log, int count);

    // A label is untrusted: it must not begin a line of its own, or fill the disk.
    private static string Shown(string label) =>
        string.Concat(label.Take(MostLetters).Select(letter => char.IsControl(letter) ? ' ' : letter))
        + (label.Length > MostLetters ? "…" : string.Empty);
}
