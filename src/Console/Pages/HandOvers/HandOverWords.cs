using OpsConsole.Components.Format;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Pages.HandOvers;

/// <summary>The hand-over in words, and its links.</summary>
internal static class HandOverWords
{
    private const int Longest = 160;

    /// <summary>What needs the next shift, in a sentence.</summary>
    public static string Sentence(HandOverReport hand)
    {
        var parts = new[]
        {
            (hand.Unacknowledged.Sum(alerts => alerts.Count), "that nobody has"), (hand.Acknowledged.Sum(alerts => alerts.Count), "acknowledged"), (hand.Incidents.Length, "incidents"),
            (hand.Approvals.Length, "to approve"),
        }.Where(part => part.Item1 > 0).Select(part => $"{part.Item1} {(part is (1, "incidents") ? "incident" : part.Item2)}").ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : hand.Doubts.IsEmpty ? "Nothing goes on" : "Nothing is known to go on";
    }

    /// <summary>Where alerts are listed: one by itself, several by name and system.</summary>
    public static string Address(HandOverAlerts alerts)
    {
        var name = Filters.For("alertname", alerts.Name);
        var system = alerts.System is { } id ? Filters.For("system", id) : null;
        return alerts is { Count: 1, Lead: { } one } ? $"alerts/{one.Fingerprint}"
            : name is null ? "alerts"
            : $"alerts?q={Uri.EscapeDataString(system is null ? name : $"{name} {system}")}&show=firing,silenced,inhibited";
    }

    /// <summary>Where something that was done is told of.</summary>
    public static string Address(HandOverDone done) => done.Kind switch
    {
        LinkKind.Action => $"actions/{Uri.EscapeDataString(done.Id)}",
        LinkKind.Silence => Address(done.Id),
        _ => $"alerts/{Uri.EscapeDataString(done.Id)}",
    };

    /// <summary>Where a silence is.</summary>
    public static string Address(string silence) => $"silences?open={Uri.EscapeDataString(silence)}";

    /// <summary>What a silence holds back, by its matchers.</summary>
    public static string Matchers(SeenSilence seen) => Cut(string.Join(", ", seen.Silence.Matchers.Select(matcher => matcher.ToString()).Concat(seen.Silence.Unjudged)));

    /// <summary>What its end means.</summary>
    public static string Holds(SeenSilence seen) => seen.Reach switch
    {
        null => "what it holds back is not known",
        { Firing: 0 } => "holds nothing back now",
        { Firing: 1 } => "still holds back 1 that fires",
        { Firing: var firing } => $"still holds back {firing} that fire",
    };

    /// <summary>A name as a line shows it.</summary>
    public static string Named(string name) => name.Length == 0 ? "(no name)" : Cut(name);

    /// <summary>Text that fits a line.</summary>
    public static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
