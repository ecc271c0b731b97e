using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>What is written on an incident, who is on it and what belongs to it. Pure: given what is there, it says what will be, or why not.</summary>
internal static class IncidentDetails
{
    // What led to it may lie before its begin, but nobody looks for a note of last year there.
    private static readonly TimeSpan NotesBefore = TimeSpan.FromDays(30);

    /// <summary>Another title.</summary>
    public static Result<IncidentChange>? Rename(StoredIncident was, IncidentTurn turn, string? title)
    {
        var (it, words) = (was.Incident, IncidentLimits.Line(title));
        var wrong = Problem.All(IncidentLife.Going(it), IncidentLife.Conflict(was, IncidentSides.Title, turn), WrongTitle(words));
        return !wrong.IsEmpty ? wrong : words == it.Title ? IncidentChange.None : Changed(it with { Title = words }, IncidentSides.Title, $"called it \"{words}\"");
    }

    /// <summary>Another class.</summary>
    public static Result<IncidentChange>? Rate(StoredIncident was, IncidentTurn turn, int @class)
    {
        var it = was.Incident;
        var wrong = Problem.All(IncidentLife.Going(it), IncidentLife.Conflict(was, IncidentSides.Class, turn), IncidentLimits.WrongClass(@class));
        return !wrong.IsEmpty ? wrong : @class == it.Class ? IncidentChange.None : Changed(it with { Class = @class }, IncidentSides.Class, $"made it class {@class}, after {it.Class}");
    }

    /// <summary>Other systems. That they exist is the caller's to know.</summary>
    public static Result<IncidentChange>? About(StoredIncident was, IncidentTurn turn, IReadOnlyCollection<string> systems)
    {
        var it = was.Incident;
        var all = IncidentLife.Union(systems, []);
        var wrong = Problem.All(IncidentLife.Going(it), IncidentLife.Conflict(was, IncidentSides.Systems, turn), TooMany(systems));
        return !wrong.IsEmpty ? wrong : all.SequenceEqual(it.Systems) ? IncidentChange.None
            : Changed(it with { Systems = all }, IncidentSides.Systems, all.IsEmpty ? "said that it is about no system" : $"said that it is about {string.Join(", ", all)}");
    }

    /// <summary>Somebody leads, or nobody any more.</summary>
    public static Result<IncidentChange>? Lead(StoredIncident was, IncidentTurn turn, IncidentPerson? lead)
    {
        var it = was.Incident;
        var wrong = Problem.All(IncidentLife.Going(it), IncidentLife.Conflict(was, IncidentSides.Lead, turn), WrongPerson("lead", lead));
        return !wrong.IsEmpty ? wrong
            : lead?.Subject == it.Lead?.Subject ? IncidentChange.None
            : Changed(
                it with { Lead = lead, Members = lead is null ? it.Members : IncidentLife.With(it.Members, lead) }, IncidentSides.Lead,
                lead is null ? "gave the lead back" : lead.Subject == turn.By.Subject ? "took the lead" : $"gave the lead to {lead.Name}");
    }

    /// <summary>Somebody has a role, or nobody any more.</summary>
    public static Result<IncidentChange>? Role(StoredIncident was, IncidentTurn turn, string? role, IncidentPerson? who)
    {
        var (it, name) = (was.Incident, IncidentLimits.Line(role));
        var wrong = Problem.All(
            IncidentLife.Going(it), IncidentLife.Conflict(was, IncidentSides.Role(name), turn),
            IncidentLimits.Missing("role", name, IncidentLimits.Name, "name the role, for example scribe"), WrongPerson("who", who),
            Problem.When(who is not null && it.Roles.Count >= IncidentLimits.People && !it.Roles.ContainsKey(name), "role", $"{IncidentLimits.People} roles are the most"));
        return !wrong.IsEmpty ? wrong
            : it.Roles.GetValueOrDefault(name)?.Subject == who?.Subject ? IncidentChange.None
            : Changed(
                it with
                {
                    Roles = who is null ? it.Roles.Remove(name) : it.Roles.SetItem(name, who),
                    Members = who is null ? it.Members : IncidentLife.With(it.Members, who),
                },
                IncidentSides.Role(name), who is null ? $"said that nobody is {name} any more" : $"made {who.Name} {name}");
    }

    /// <summary>Somebody comes.</summary>
    public static Result<IncidentChange>? Join(StoredIncident was, IncidentTurn turn)
    {
        var it = was.Incident;
        var members = IncidentLife.With(it.Members, turn.By);
        return IncidentLife.Going(it) is { } over ? over
            : members.Length > it.Members.Length ? new IncidentChange(it with { Members = members }, IncidentEventKind.People, "joined")
            : it.Members.Any(member => member.Subject == turn.By.Subject) ? IncidentChange.None
            : new Problem("members", $"{IncidentLimits.People} people are the most");
    }

    /// <summary>Somebody leaves, with all that they were.</summary>
    public static Result<IncidentChange>? Leave(StoredIncident was, IncidentTurn turn)
    {
        var it = was.Incident;
        var who = turn.By.Subject;
        return IncidentLife.Going(it) is { } over ? over
            : it.Members.All(member => member.Subject != who) ? IncidentChange.None
            : new IncidentChange(
                it with
                {
                    Members = it.Members.RemoveAll(member => member.Subject == who),
                    Lead = it.Lead?.Subject == who ? null : it.Lead,
                    Roles = it.Roles.RemoveRange(it.Roles.Where(role => role.Value.Subject == who).Select(role => role.Key)),
                },
                IncidentEventKind.People, it.Lead?.Subject == who ? "left, and gave the lead back" : "left");
    }

    /// <summary>A note. It never gets in anybody's way, and can be written after the end.</summary>
    public static Result<IncidentChange>? Note(StoredIncident was, IncidentTurn turn, string? text, DateTimeOffset? at)
    {
        var (it, words) = (was.Incident, IncidentLimits.Words(text));
        var wrong = Problem.All(Elsewhere(it), WrongNote(it, words, at, turn));
        return !wrong.IsEmpty ? wrong : new IncidentChange(it with { Members = it.IsOpen ? IncidentLife.With(it.Members, turn.By) : it.Members }, IncidentEventKind.Note, "wrote") { Text = words, At = at };
    }

    /// <summary>A note is written anew.</summary>
    /// <param name="was">What is there.</param>
    /// <param name="turn">Who, when, and which version of the note they saw.</param>
    /// <param name="note">The note as it reads; null when there is none.</param>
    /// <param name="text">The new text.</param>
    /// <param name="at">When what it tells happened; null: as before.</param>
    public static Result<IncidentChange>? EditNote(StoredIncident was, IncidentTurn turn, IncidentNote? note, string? text, DateTimeOffset? at)
    {
        var (it, words) = (was.Incident, IncidentLimits.Words(text));
        if (note is null)
        {
            return new Problem("note", "there is no such note on this incident");
        }

        var wrong = Problem.All(
            Elsewhere(it), WrongNote(it, words, at, turn),
            Problem.When(
                turn.Seen < note.Version && note.LastBy.Subject != turn.By.Subject, IncidentLife.Quicker,
                $"{note.LastBy.Name} wrote it anew after what you saw: look again. It reads now: {IncidentLimits.Cut(note.Text, IncidentLimits.Title)}"));
        return !wrong.IsEmpty ? wrong : words == note.Text && (at ?? note.At) == note.At ? IncidentChange.None
            : new IncidentChange(it, IncidentEventKind.NoteEdited, "wrote a note anew") { Text = words, At = at ?? note.At, Note = note.Number };
    }

    /// <summary>Something belongs to it.</summary>
    public static Result<IncidentChange>? Link(StoredIncident was, IncidentTurn turn, IncidentLink link)
    {
        _ = turn;
        var it = was.Incident;
        return Elsewhere(it) is { } gone ? gone
            : it.Has(link.Kind, link.Id) ? IncidentChange.None
            : it.Links.Length >= IncidentLimits.Links ? new Problem("id", $"{IncidentLimits.Links} links are the most")
            : new IncidentChange(
                it with
                {
                    Links = it.Links.Add(link),
                    Unlinked = it.Unlinked.RemoveAll(one => one.Kind == link.Kind && one.Id == link.Id),
                    Systems = link.Kind is LinkKind.Alert ? IncidentLife.Union(it.Systems, [link.System]) : it.Systems,
                },
                IncidentEventKind.Linked, $"linked the {IncidentWords.Of(link.Kind)} {link.Title}");
    }

    /// <summary>What the console found that belongs to it, in one event; what somebody took off it stays off.</summary>
    public static Result<IncidentChange>? LinkFound(StoredIncident was, IEnumerable<IncidentLink> found)
    {
        var it = was.Incident;
        ImmutableArray<IncidentLink> fresh = [.. found.Where(it.Lacks).Take(Math.Max(0, IncidentLimits.Links - it.Links.Length))];
        var names = string.Join("; ", fresh.Select(link => $"{IncidentWords.Of(link.Kind)} {link.Title}"));
        return !it.IsOpen || fresh.IsEmpty ? IncidentChange.None : new IncidentChange(
            it with { Links = it.Links.AddRange(fresh) }, IncidentEventKind.Linked, $"linked {fresh.Length}: {IncidentLimits.Cut(names, IncidentLimits.Text)}");
    }

    /// <summary>Something does not belong to it any more.</summary>
    public static Result<IncidentChange>? Unlink(StoredIncident was, IncidentTurn turn, LinkKind kind, string id)
    {
        _ = turn;
        var it = was.Incident;
        var link = it.Links.FirstOrDefault(one => one.Kind == kind && one.Id == id);
        return Elsewhere(it) is { } gone ? gone
            : link is null ? new Problem("id", $"no such {IncidentWords.Of(kind)} belongs to this incident")
            : new IncidentChange(
                it with { Links = it.Links.Remove(link), Unlinked = it.Unlinked.Add(link) }, IncidentEventKind.Linked, $"took the {IncidentWords.Of(kind)} {link.Title} off it");
    }

    /// <summary>What is wrong with a title; null when nothing is.</summary>
    public static Problem? WrongTitle(string title) => IncidentLimits.Missing("title", title, IncidentLimits.Title, "say in a line what is the matter");

    /// <summary>What is wrong with the number of systems; null when nothing is.</summary>
    public static Problem? TooMany(IReadOnlyCollection<string> systems) => Problem.When(systems.Count > IncidentLimits.Systems, "systems", $"names {systems.Count} systems; {IncidentLimits.Systems} are the most");

    private static IncidentChange Changed(Incident now, string side, string says) => new(now, IncidentEventKind.Changed, says) { Side = side };

    private static Problem? WrongPerson(string where, IncidentPerson? who) => who is null ? null
        : who.IsConsole || who.Subject.Trim().Length == 0 ? new Problem(where, "names nobody: give the subject that they sign in with")
        : IncidentLimits.TooLong(where, who.Subject.Length > who.Name.Length ? who.Subject : who.Name, IncidentLimits.Name);

    private static Problem? WrongNote(Incident it, string text, DateTimeOffset? at, IncidentTurn turn) =>
        IncidentLimits.Missing("text", text, IncidentLimits.Text, "write what happened") ?? IncidentLimits.WrongTime("at", at, null, turn.At)
        ?? Problem.When(at < it.OpenedAt - NotesBefore, "at", $"is more than {DurationText.Words(NotesBefore)} before the incident began, at {IncidentLimits.Clock(it.OpenedAt)}");

    private static Problem? Elsewhere(Incident it) => it.State is IncidentState.Merged ? IncidentLife.Going(it) : null;
}
