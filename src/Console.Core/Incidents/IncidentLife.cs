using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>How an incident goes on and ends. Pure: given what is there, it says what will be, or why not.</summary>
internal static class IncidentLife
{
    /// <summary>Where a problem is that says somebody else was quicker.</summary>
    public const string Quicker = "seenVersion";

    /// <summary>Where a problem is that says it goes on no more.</summary>
    public const string Ended = "ended";

    /// <summary>A new one.</summary>
    public static Incident Open(string id, string title, int @class, DateTimeOffset at, IncidentPerson by, IEnumerable<string> systems, IEnumerable<IncidentLink> links)
    {
        ImmutableArray<IncidentLink> linked = [.. links.DistinctBy(link => (link.Kind, link.Id))];
        return new Incident
        {
            Id = id,
            Title = title,
            Class = @class,
            Systems = Union(systems, linked.Select(link => link.System)),
            OpenedAt = at,
            OpenedBy = by,
            Members = by.IsConsole ? [] : [by],
            Links = linked,
        };
    }

    /// <summary>Somebody has it: the first to say so.</summary>
    /// <param name="was">What is there.</param>
    /// <param name="turn">Who, and when.</param>
    /// <param name="by">Who has it, where the console says it for them.</param>
    /// <param name="at">Since when, where that is not now.</param>
    public static Result<IncidentChange>? Acknowledge(StoredIncident was, IncidentTurn turn, IncidentPerson? by = null, DateTimeOffset? at = null)
    {
        var (it, who) = (was.Incident, by ?? turn.By);
        if (Going(it) is { } over)
        {
            return over;
        }

        if (it is { AcknowledgedBy: { } first, AcknowledgedAt: { } since })
        {
            return first.Subject == who.Subject ? IncidentChange.None : new Problem("acknowledged", $"{first.Name} has it since {IncidentLimits.Clock(since)}: take the lead if it is to be yours");
        }

        var from = at is { } said && said > it.OpenedAt ? said : at is null ? turn.At : it.OpenedAt;
        return new IncidentChange(
            it with { AcknowledgedAt = from, AcknowledgedBy = who, Lead = it.Lead ?? who, Members = With(it.Members, who) },
            IncidentEventKind.Acknowledged, by is null ? "acknowledged it" : $"saw {who.Name} acknowledge an alert of it")
        { At = from };
    }

    /// <summary>Nobody is hurt any more.</summary>
    public static Result<IncidentChange>? Mitigate(StoredIncident was, IncidentTurn turn, DateTimeOffset? at)
    {
        var it = was.Incident;
        var since = at ?? turn.At;
        return (Going(it) ?? Conflict(was, IncidentSides.State, turn) ?? IncidentLimits.WrongTime("at", at, it.OpenedAt, turn.At)) is { } problem ? problem
            : it.State is IncidentState.Mitigated ? new Problem("state", $"it is mitigated already, since {IncidentLimits.Clock(it.MitigatedAt!.Value)}")
            : new IncidentChange(it with { State = IncidentState.Mitigated, MitigatedAt = since }, IncidentEventKind.Mitigated, "said that it is mitigated") { Side = IncidentSides.State, At = since };
    }

    /// <summary>It is over.</summary>
    public static Result<IncidentChange>? Close(StoredIncident was, IncidentTurn turn, IncidentClosing closing)
    {
        var it = was.Incident;
        if ((Going(it) ?? Conflict(was, IncidentSides.State, turn)) is { } over)
        {
            return over;
        }

        var (cause, at) = (IncidentLimits.Words(closing.Cause), closing.ResolvedAt ?? turn.At);
        var wrong = Problem.All(
            IncidentLimits.Missing("cause", cause, IncidentLimits.Text, "say what it came of; \"not known\" is an answer, too"),
            Problem.When(closing.Verdict is null && it.Linked(LinkKind.Alert).Any(), "verdict", "say what its alerts were worth"),
            IncidentLimits.WrongTime("resolvedAt", closing.ResolvedAt, it.OpenedAt, turn.At),
            Problem.When(at < it.MitigatedAt, "resolvedAt", $"is before it was mitigated, at {(it.MitigatedAt is { } before ? IncidentLimits.Clock(before) : string.Empty)}"));
        return !wrong.IsEmpty ? wrong : new IncidentChange(
            it with { State = IncidentState.Closed, ResolvedAt = at, EndedAt = turn.At, Cause = cause, Verdict = closing.Verdict },
            IncidentEventKind.Closed, closing.Verdict is { } worth ? $"closed it: {IncidentWords.Of(worth)}" : "closed it")
        { Side = IncidentSides.State, Text = cause };
    }

    /// <summary>It is not over after all. What it was closed with stays in the events.</summary>
    public static Result<IncidentChange>? Reopen(StoredIncident was, IncidentTurn turn, string? why)
    {
        var (it, words) = (was.Incident, IncidentLimits.Words(why));
        if (it.State is IncidentState.Merged)
        {
            return Going(it)!;
        }

        var wrong = Problem.All(
            Conflict(was, IncidentSides.State, turn),
            Problem.When(it.IsOpen, "state", "it goes on already: there is nothing to open again"),
            IncidentLimits.Missing("why", words, IncidentLimits.Text, "say why it is not over"));
        return !wrong.IsEmpty ? wrong : new IncidentChange(
            it with { State = IncidentState.Open, ReopenedAt = turn.At, MitigatedAt = null, ResolvedAt = null, EndedAt = null, Cause = string.Empty, Verdict = null },
            IncidentEventKind.Reopened, "opened it again")
        { Side = IncidentSides.State, Text = words };
    }

    /// <summary>Another one goes on for it.</summary>
    public static Result<IncidentChange>? MergeInto(StoredIncident was, IncidentTurn turn, Incident target)
    {
        var it = was.Incident;
        var wrong = Going(it) ?? Conflict(was, IncidentSides.State, turn)
            ?? Problem.When(target.Id == it.Id, "into", "is this very incident: name the other one")
            ?? Problem.When(target.MergedInto == it.Id, "into", "goes on in this very incident: that would be a loop")
            ?? Problem.When(target.State is IncidentState.Merged, "into", $"goes on as {target.MergedInto} itself: merge into that one")
            ?? Problem.When(!target.IsOpen, "into", "is closed: open it again first, or merge the other way round");
        return wrong is not null ? wrong : new IncidentChange(
            it with { State = IncidentState.Merged, EndedAt = turn.At, MergedInto = target.Id },
            IncidentEventKind.Merged, $"merged it into {target.Id}: {target.Title}")
        { Side = IncidentSides.State };
    }

    /// <summary>It goes on for another one, too.</summary>
    public static IncidentChange TakeIn(Incident it, Incident other) => new(
        it with
        {
            Class = Math.Min(it.Class, other.Class),
            Systems = Union(it.Systems, other.Systems),
            Links = [.. it.Links.Concat(other.Links).DistinctBy(link => (link.Kind, link.Id)).Take(IncidentLimits.Links)],
            Members = [.. it.Members.Concat(other.Members).DistinctBy(member => member.Subject)],
            Merged = [.. it.Merged, other.Id, .. other.Merged],
        },
        IncidentEventKind.Merged, $"merged {other.Id} into it: {other.Title}");

    /// <summary>Why it goes on no more; null when it does.</summary>
    public static Problem? Going(Incident it) => it.State switch
    {
        IncidentState.Merged => new Problem(Ended, $"it goes on as {it.MergedInto}: act on that one"),
        IncidentState.Closed => new Problem(Ended, $"it was closed at {IncidentLimits.Clock(it.EndedAt!.Value)}: open it again to go on"),
        _ => null,
    };

    /// <summary>Who was quicker; null when nobody was.</summary>
    public static Problem? Conflict(StoredIncident was, string side, IncidentTurn turn) =>
        turn.Seen is { } seen && was.Touched.TryGetValue(side, out var touch) && touch.Version > seen && touch.By.Subject != turn.By.Subject
            ? new Problem(Quicker, $"{touch.By.Name} {touch.Says} at {IncidentLimits.Clock(touch.At)}, after what you saw: look again")
            : null;

    /// <summary>People with one more.</summary>
    public static ImmutableArray<IncidentPerson> With(ImmutableArray<IncidentPerson> members, IncidentPerson one) =>
        one.IsConsole || members.Any(member => member.Subject == one.Subject) || members.Length >= IncidentLimits.People ? members : members.Add(one);

    /// <summary>Systems in their order, each once.</summary>
    public static ImmutableArray<string> Union(IEnumerable<string> systems, IEnumerable<string?> more) =>
        [.. systems.Concat(more.OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(IncidentLimits.Systems)];
}
