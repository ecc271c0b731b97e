using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Incidents;

/// <summary>What an escalation is doing.</summary>
public enum EscalationState
{
    /// <summary>Nobody has it: its steps are told one after another.</summary>
    Running,

    /// <summary>Somebody has it: nothing more is told.</summary>
    Acknowledged,

    /// <summary>A silence or another alert holds it back: nothing is told meanwhile.</summary>
    Held,

    /// <summary>It would go on, but is too old by now: it stays on the board, and nobody is woken for it.</summary>
    Left,

    /// <summary>It resolved.</summary>
    Over,
}

/// <summary>Who has it, and until when.</summary>
/// <param name="Id">The acknowledgement's id.</param>
/// <param name="Fingerprint">The alert that was acknowledged.</param>
/// <param name="By">Who.</param>
/// <param name="Until">Until when.</param>
public sealed record EscalationAck(string Id, string Fingerprint, AckOwner By, DateTimeOffset Until)
{
    /// <summary>Of an acknowledgement.</summary>
    /// <param name="one">The acknowledgement.</param>
    public static EscalationAck Of(Acknowledgement one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return new EscalationAck(one.Id, one.Fingerprint, one.By, one.Until);
    }
}

/// <summary>
/// One matter that people are told of until somebody acknowledges it or it resolves: all alerts of one name, system and class (and of the labels that <c>group_by</c> names). An alert that
/// comes and goes stays one matter.
/// </summary>
public sealed record Escalation
{
    /// <summary>So many of its alerts are kept: whoever looks for one of very many finds the others.</summary>
    public const int MostAlerts = 200;

    /// <summary>Its id; later ones come after earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>What tells it from other matters.</summary>
    public required string Key { get; init; }

    /// <summary>The system; null for none.</summary>
    public string? System { get; init; }

    /// <summary>The alerts' name: untrusted text.</summary>
    public required string AlertName { get; init; }

    /// <summary>How bad.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The severity class, 0 (worst) to 3.</summary>
    public required int Class { get; init; }

    /// <summary>What is wrong, in a sentence: untrusted text.</summary>
    public required string Says { get; init; }

    /// <summary>The alert that it is shown by.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>All alerts of it that ever fired, by their fingerprints, in the order they came: the first <see cref="MostAlerts"/>.</summary>
    public ImmutableArray<string> Alerts { get; init; } = [];

    /// <summary>Its steps.</summary>
    public required EscalationPlan Plan { get; init; }

    /// <summary>Since when the alert fires.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>What it does.</summary>
    public EscalationState State { get; init; } = EscalationState.Running;

    /// <summary>Since when it does that.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often its clock was set going, from 1: once more each time an acknowledgement lapses.</summary>
    public int Leg { get; init; } = 1;

    /// <summary>When its clock was set going last: the steps' waits are counted from here.</summary>
    public required DateTimeOffset LegAt { get; init; }

    /// <summary>Who has it; null for nobody.</summary>
    public EscalationAck? Ack { get; init; }

    /// <summary>Since when no alert of it fires; null while one does.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>The latest time that it was looked at: its own time never goes back behind that.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it was over; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>It, with alerts of it that fire.</summary>
    /// <param name="fingerprints">The alerts.</param>
    internal Escalation With(IEnumerable<string> fingerprints)
    {
        ImmutableArray<string> fresh = [.. fingerprints.Where(one => AlertMemory.IsFingerprint(one) && !Alerts.Contains(one)).Distinct(StringComparer.Ordinal).Take(MostAlerts - Alerts.Length)];
        return fresh.IsEmpty ? this : this with { Alerts = Alerts.AddRange(fresh) };
    }

    /// <summary>What joins all pages of a leg at the other end: one of an acknowledged leg must not swallow those of the next.</summary>
    /// <param name="leg">The leg.</param>
    public string AffairOf(int leg) => leg == 1 ? $"ops-console/{Id}" : $"ops-console/{Id}/{leg}";
}

/// <summary>How far a notice went.</summary>
public enum NoticeState
{
    /// <summary>About to be sent: on record before it is.</summary>
    Intended,

    /// <summary>The service took it.</summary>
    Delivered,

    /// <summary>The service did not take it, for good.</summary>
    Failed,

    /// <summary>It was no longer wanted before an answer came.</summary>
    Stopped,

    /// <summary>It was too late to be sent.</summary>
    Skipped,
}

/// <summary>One page to one place, and what became of it.</summary>
public sealed record EscalationNotice
{
    /// <summary>The escalation.</summary>
    public required string Escalation { get; init; }

    /// <summary>What it does.</summary>
    public required PageKind Kind { get; init; }

    /// <summary>The leg.</summary>
    public required int Leg { get; init; }

    /// <summary>The number of the step; 0 for what follows none.</summary>
    public required int Step { get; init; }

    /// <summary>The how manieth channel of the step, from 0.</summary>
    public required int Via { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>What tells it from all others of its affair, at the other end: the same when it is sent again after a crash.</summary>
    public required string PageStep { get; init; }

    /// <summary>Who is meant, in words.</summary>
    public required string To { get; init; }

    /// <summary>Who is meant, as sign-in knows them.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>Their address at the channel; null: whom it always tells.</summary>
    public string? Address { get; init; }

    /// <summary>When it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was intended.</summary>
    public required DateTimeOffset IntendedAt { get; init; }

    /// <summary>Why it comes late, in a sentence; null when it does not.</summary>
    public string? Late { get; init; }

    /// <summary>How far it went.</summary>
    public NoticeState State { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public string Says { get; init; } = string.Empty;

    /// <summary>What the service calls it.</summary>
    public string? Reference { get; init; }

    /// <summary>When an answer came; null while there is none.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Its own key among all notices.</summary>
    public string Key => $"{Escalation}/{Leg}/{PageStep}/{Channel}";

    /// <summary>Whether the other end may know of it.</summary>
    internal bool MayBeKnown => Kind is PageKind.Trigger && State is NoticeState.Intended or NoticeState.Delivered or NoticeState.Stopped;
}
