using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Incidents;

/// <summary>Where the console itself is found.</summary>
/// <param name="Address">Its address, as people type it; null when it does not know.</param>
internal sealed record ConsoleAddress(Uri? Address);

/// <summary>Makes notices of steps, and pages of notices.</summary>
/// <param name="channels">The channels.</param>
/// <param name="console">Where the console is found.</param>
internal sealed class EscalationPages(ChannelBook channels, ConsoleAddress console)
{
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    /// <summary>The notices of a step by one of its channels: one for each place that hears it; at least one. One that can't be sent at all has failed already.</summary>
    public ImmutableArray<EscalationNotice> Of(Escalation it, DueStep due, Roster roster, DateTimeOffset now)
    {
        var (step, name) = (due.Step, due.Step.By[due.Via]);
        var people = roster.WhoAre(step.Whom, now);
        var notice = new EscalationNotice
        {
            Escalation = it.Id,
            Kind = PageKind.Trigger,
            Leg = it.Leg,
            Step = step.Number,
            Via = due.Via,
            Channel = name,
            PageStep = string.Create(CultureInfo.InvariantCulture, $"{step.Number}.{due.Via + 1}"),
            To = roster.Words(step.Whom, now),
            Subjects = [.. people.Select(person => person.Subject)],
            DueAt = due.DueAt,
            IntendedAt = now,
            Late = due.Late,
        };
        return due.IsTooLate ? [notice with { State = NoticeState.Skipped, DoneAt = now, Says = "It is too late by now: nobody is called for what is so old." }]
            : people.IsEmpty ? [Failed(notice with { Via = step.By.Length - 1 }, $"Nobody is on call: {string.Join(", ", step.Whom)}.")]
            : channels.Find(name) is not { } channel ? [Failed(notice, $"No channel is called {name} any more.")]
            : channel.Kind is ChannelKind.Email ? Addressed(notice, people)
            : [notice];
    }

    /// <summary>The notice that tells a place, which was told of it, that somebody has it or that it is over.</summary>
    public static EscalationNotice Follower(Escalation it, EscalationNotice told, DateTimeOffset now) => told with
    {
        Kind = it.State is EscalationState.Over ? PageKind.Resolve : PageKind.Acknowledge,
        Step = 0,
        Via = 0,
        PageStep = EscalationTurn.FollowerStep(it, told),
        DueAt = now,
        IntendedAt = now,
        Late = null,
        State = NoticeState.Intended,
        Says = string.Empty,
        Reference = null,
        DoneAt = null,
    };

    /// <summary>The page of a notice.</summary>
    public Page PageOf(Escalation it, EscalationNotice notice, DateTimeOffset now) => new()
    {
        DedupKey = it.AffairOf(notice.Leg),
        Step = notice.PageStep,
        Kind = notice.Kind,
        System = it.System,
        Title = Title(it),
        Severity = it.Severity,
        Text = Text(it, notice),
        Link = console.Address is { } address ? new Uri(address, $"/alerts/{Uri.EscapeDataString(it.Fingerprint)}") : null,
        To = notice.To,
        Address = notice.Address,
        Since = it.BeganAt,
        Late = notice.Late ?? (now - notice.IntendedAt > InTime ? $"{DurationText.Words(now - notice.IntendedAt)} late: the console was stopped while it was being sent, and it may have been told before." : null),
    };

    private static string Title(Escalation it) => (string.IsNullOrWhiteSpace(it.AlertName), string.IsNullOrWhiteSpace(it.Says)) switch
    {
        (true, true) => "An alert without a name",
        (true, false) => it.Says,
        (false, true) => it.AlertName,
        _ => it.Says == it.AlertName ? it.AlertName : $"{it.AlertName}: {it.Says}",
    };

    private static string Text(Escalation it, EscalationNotice notice) => notice.Kind switch
    {
        PageKind.Resolve => "It resolved. Nothing more is told.",
        PageKind.Acknowledge => it.Ack is { } ack ? $"{ack.By.Name} has it until {ack.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Nothing more is told until then." : "Somebody has it.",
        _ => $"Nobody has acknowledged it. This is step {notice.Step} of {it.Plan.Steps.Length} of the policy {it.Plan.Policy}{(it.Leg > 1 ? ", which began anew because an acknowledgement lapsed" : null)}."
            + " Acknowledge it in the console, and nothing more is told.",
    };

    private static ImmutableArray<EscalationNotice> Addressed(EscalationNotice notice, ImmutableArray<OnCallPerson> people)
    {
        // Who has no address of their own is told where the channel always tells.
        var places = people.GroupBy(person => person.Reach.GetValueOrDefault(notice.Channel), StringComparer.OrdinalIgnoreCase)
            .Select((group, number) => notice with
            {
                Address = group.Key,
                To = string.Join(", ", group.Select(person => person.Name)),
                Subjects = [.. group.Select(person => person.Subject)],
                PageStep = string.Create(CultureInfo.InvariantCulture, $"{notice.PageStep}.{number + 1}"),
            });
        return [.. places];
    }

    private static EscalationNotice Failed(EscalationNotice notice, string says) => notice with { State = NoticeState.Failed, DoneAt = notice.IntendedAt, Says = says };
}
