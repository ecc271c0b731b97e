using System.Globalization;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>What notices say.</summary>
internal static class NoticeWords
{
    private const string StormTag = "storm";
    private const int LongestTitle = 120;
    private const int LongestBody = 300;

    /// <summary>One new alert.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="catalog">Tells its system's title.</param>
    /// <param name="call">Whether it is seen and heard.</param>
    public static Notice One(Alert alert, SystemCatalog catalog, NoticeCall call) => new(
        $"{alert.Fingerprint}-{alert.StartsAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", Cut(Head(alert), LongestTitle), Body(alert, catalog), alert.Severity,
        alert.Fingerprint, $"alerts/{Uri.EscapeDataString(alert.Fingerprint)}", call.Shows, call.Sounds);

    /// <summary>Many new alerts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="worst">The worst of them.</param>
    /// <param name="catalog">Tells its system's title.</param>
    /// <param name="call">Whether it is seen and heard.</param>
    public static Notice Many(int count, Alert worst, SystemCatalog catalog, NoticeCall call) => new(
        $"{StormTag}-{worst.Fingerprint}-{count.ToString(CultureInfo.InvariantCulture)}", $"{count.ToString(CultureInfo.InvariantCulture)} new alerts",
        Cut($"Worst: {worst.Severity.Label()} {Named(worst)}. {Body(worst, catalog)}", LongestBody), worst.Severity, StormTag, "alerts", call.Shows, call.Sounds);

    private static string Head(Alert alert) => $"{alert.Severity.Word()}: {Named(alert)}";

    private static string Named(Alert alert) => alert.Name.Length == 0 ? "(no name)" : Cut(alert.Name, LongestTitle);

    private static string Body(Alert alert, SystemCatalog catalog)
    {
        var system = alert.System is { } id ? catalog.Find(id)?.Profile.Title ?? id : null;
        return $"{Cut(alert.Says, LongestBody)}{(system is null ? null : $" · {Cut(system, LongestTitle)}")}";
    }

    private static string Cut(string text, int most) => text.Length > most ? $"{text[..most]}…" : text;
}
