using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Silences;

/// <summary>Reads what somebody wrote of a window: all that is wrong with it at once. The rules of a silence are asked where they apply.</summary>
internal static class DraftReader
{
    private const int MostName = 80;
    private const int MostComment = 500;
    private const int MostTicket = 100;

    /// <summary>Reads it.</summary>
    /// <param name="draft">What was written.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="now">The time.</param>
    public static DraftReading Read(MaintenanceDraft draft, SystemCatalog catalog, DateTimeOffset now)
    {
        var (name, comment, ticket, system) = (draft.Name.Trim(), draft.Comment.Trim(), draft.Ticket.Trim(), draft.System.Trim());
        var (times, own) = (Times(draft, now), Own(draft, system));
        var profile = system.Length == 0 ? null : catalog.Find(system);
        var whole = own.IsOk && (system.Length == 0 || profile is not null) ? WindowReach.Matchers(system.Length == 0 ? null : system, own.Value, catalog) : null;
        var systems = whole is { IsOk: true } ? WindowReach.Systems(system.Length == 0 ? null : system, own.Value, catalog) : [];
        ImmutableArray<Problem> problems =
        [
            .. Problem.All(
                Text("name", name, 1, MostName, "write what is done, for example Database patching"),
                Problem.When(system.Length > 0 && profile is null, "system", $"there is no system '{FieldReader.Short(system)}'; known are {Words.Some(catalog.Systems.Select(one => one.Profile.Id))}"),
                Text("comment", comment, 1, MostComment, "write why, for who is called meanwhile"),
                Text("ticket", ticket, 0, MostTicket, string.Empty)),
            .. own.Problems,
            .. whole?.Problems ?? [],
            .. times.Problems,
            .. systems is { } named && times.IsOk ? Allowed(named, times.Value.Duration, catalog, draft.IsRecurring) : [],
        ];
        var plan = problems.IsEmpty
            ? new WindowPlan(name, system.Length == 0 ? null : system, own.Value, times.Value, comment) { Ticket = ticket.Length == 0 ? null : ticket }
            : null;
        return new DraftReading(plan, problems, times.IsOk ? times.Value : null, whole is { IsOk: true } ? whole.Value : []) { Systems = systems };
    }

    private static Result<WindowTimes> Times(MaintenanceDraft draft, DateTimeOffset now)
    {
        var zone = ZoneClock.Find(draft.Zone.Trim());
        if (draft.IsRecurring)
        {
            var duration = Duration(draft.Duration.Trim());
            var line = CronLine.Read(draft.Cron);
            return zone.Problems.AddRange(duration.Problems).AddRange(line.Problems) is { IsEmpty: false } wrong ? wrong : WindowTimes.Recurring(draft.Cron, duration.Value, zone.Value, now);
        }

        if (!zone.IsOk)
        {
            return zone.Problems;
        }

        var (from, to) = (ZoneClock.Read("from", draft.From.Trim(), zone.Value), ZoneClock.Read("to", draft.To.Trim(), zone.Value));
        return from.Problems.AddRange(to.Problems) is { IsEmpty: false } problems ? problems : WindowTimes.Once(from.Value, to.Value, zone.Value, now);
    }

    private static Result<TimeSpan> Duration(string text)
    {
        if (text.Length == 0)
        {
            return new Problem("duration", "is empty: write for example 2h");
        }

        var read = PromDuration.Parse(text);
        return !read.IsOk ? new Problem("duration", read.Problems[0].What)
            : WindowTimes.Wrong(read.Value) is { IsEmpty: false } wrong ? wrong
            : read;
    }

    // With a system its claim is asked for anyway; without one the matchers must stand alone, and are read as those of a silence.
    private static Result<ImmutableArray<Matcher>> Own(MaintenanceDraft draft, string system)
    {
        var text = draft.Matchers.Trim();
        if (text.Length == 0)
        {
            return system.Length > 0 ? ImmutableArray<Matcher>.Empty
                : new Problem(MatcherList.Field, "are empty, and no system is named: it would hold everything back; choose a system, or write for example alertname=\"X\"");
        }

        return MatcherList.Read(text);
    }

    private static IEnumerable<Problem> Allowed(ImmutableArray<string> systems, TimeSpan duration, SystemCatalog catalog, bool isRecurring)
    {
        foreach (var system in systems.Select(catalog.Find).OfType<LoadedSystem>())
        {
            var allowed = system.Profile.Actions.FirstOrDefault(action => action.Kind == "silence");
            if (allowed is null)
            {
                yield return new Problem("system", $"the profile of {system.Profile.Id} allows no silences: add the action silence to it");
            }
            else if (duration > allowed.LongestSilence)
            {
                yield return new Problem(isRecurring ? "duration" : "to", $"is longer than the profile of {system.Profile.Id} allows a silence to be: {DurationText.Words(allowed.LongestSilence)}");
            }
        }
    }

    private static Problem? Text(string field, string text, int least, int most, string advice) =>
        text.Length < least ? new Problem(field, $"is empty: {advice}")
        : text.Length > most ? new Problem(field, $"has {text.Length} letters; {most} are the most")
        : text.Any(letter => char.IsControl(letter)) || !IsSound(text) ? new Problem(field, "holds a control character, or half of one")
        : null;

    private static bool IsSound(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && !(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && ++at > 0))
            {
                return false;
            }
        }

        return true;
    }
}
