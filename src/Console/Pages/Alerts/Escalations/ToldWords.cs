using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Alerts.Escalations;

/// <summary>What is told of an alert, in words.</summary>
internal static class ToldWords
{
    private const int Longest = 160;

    /// <summary>How an escalation stands.</summary>
    public static string Of(EscalationStory story, ImmutableArray<ToldStep> steps) => story.It switch
    {
        { State: EscalationState.Acknowledged, Ack: { } ack } => $"{Cut(ack.By.Name)} has it: nothing more is told until {Times.Clock(ack.Until)} UTC. When that lapses, it begins anew.",
        { State: EscalationState.Acknowledged } => "Somebody has it: nothing more is told.",
        { State: EscalationState.Held } => "Held back: nothing is told meanwhile.",
        { State: EscalationState.Left } => "It goes on for so long that nobody is called for it any more. It stays on the board.",
        { State: EscalationState.Over } => "It is over: nothing more is told.",
        { GoneSince: not null } => "It does not fire just now: nothing is told, unless it comes back soon.",
        _ when steps.Any(step => step.State is ToldState.Next) => "Nobody has it, so it goes on.",
        _ => "Nobody has it, and all steps were told: nobody else is called.",
    };

    /// <summary>Why nobody is told of an alert that no escalation goes on for.</summary>
    /// <param name="now">The alert as it is now; null when it is not reported.</param>
    /// <param name="had">Who has it; null for nobody.</param>
    /// <param name="isNew">Whether it began so lately that its escalation may be about to begin.</param>
    public static string Of(Alert? now, Acknowledgement? had, bool isNew) => (now, had) switch
    {
        (null, _) => "It does not fire: nobody is told. If it fired now and nobody took it:",
        ({ IsTest: true }, _) => "A test alert: nobody is told.",
        ({ AsksNobody: true }, _) => "It asks nobody for anything: nobody is told.",
        ({ State: AlertState.Pending }, _) => "It does not fire yet. If it fired now and nobody took it:",
        (_, { } ack) => $"{Cut(ack.By.Name)} has it: nobody is told. Without that, and if it began now:",
        ({ State: AlertState.Silenced or AlertState.Inhibited }, _) => "Held back: nobody is told meanwhile. If it fired now and nobody took it:",
        _ when isNew => "If nobody takes it:",
        _ => "Nobody was told of it: it began before anybody was to be, or goes on for too long. If it began now and nobody took it:",
    };

    /// <summary>A step's state.</summary>
    public static StateWord Of(ToldState state) => state switch
    {
        ToldState.Told => new("Told", "check", "ok"),
        ToldState.UnderWay => new("Being told", "play", "info"),
        ToldState.NotTaken => new("Not taken", "block", "critical"),
        ToldState.LeftOut => new("Left out", "cross", "unknown"),
        ToldState.Next => new("Next", "clock", "info"),
        ToldState.ToCome => new("To come", "clock", "unknown"),
        _ => new("Does not come", "pause", "unknown"),
    };

    /// <summary>When a step comes, after the begin, and by which policy where another goes on.</summary>
    public static string When(PlannedStep step, string policy) =>
        $"{(step.After == TimeSpan.Zero ? "at once" : $"after {Spans.Exact(step.After)}")}{(step.Round > 1 ? $", round {step.Round}" : null)}{(step.Policy == policy ? null : $", by the policy {step.Policy}")}";

    /// <summary>What became of a page. Why a further channel's turn came stands above it: that one did not take it.</summary>
    public static string Of(EscalationNotice notice) =>
        $"{notice.Channel}: {State(notice)}{(notice.Says.Length == 0 ? null : $": {Cut(notice.Says)}")}{(notice.Late is null || notice.Via > 0 ? null : $" ({Cut(notice.Late)})")}";

    /// <summary>That a place heard the rest of it.</summary>
    public static string Heard(EscalationNotice notice) =>
        $"{notice.Channel} {(notice.State is NoticeState.Delivered ? "heard" : notice.State is NoticeState.Intended ? "is being told" : "did not hear")} {(notice.Kind is PageKind.Resolve ? "that it is over" : "who has it")}";

    /// <summary>Text that fits a line.</summary>
    public static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";

    private static string State(EscalationNotice notice) => notice.State switch
    {
        NoticeState.Delivered => "taken",
        NoticeState.Failed => "not taken",
        NoticeState.Stopped => "stopped",
        NoticeState.Skipped => "not sent",
        _ => "being sent",
    };
}
