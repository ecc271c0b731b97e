using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Incidents;

/// <summary>A step of an escalation that calls somebody now, so that a browser of theirs in which the console is open calls them, too.</summary>
/// <param name="Id">The same for all channels of the step, and wherever it is told.</param>
/// <param name="Subjects">Who is called.</param>
/// <param name="Title">The severity and the alert's name: untrusted text.</param>
/// <param name="Says">What is wrong: untrusted text.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Fingerprint">The alert.</param>
public sealed record PersonalPage(string Id, ImmutableArray<string> Subjects, string Title, string Says, Severity Severity, string Fingerprint)
{
    /// <summary>It as a notice, to be seen and heard: it takes the place of the one that a saved filter made of the same alert.</summary>
    public Notice AsNotice() => new(Id, $"You are called: {Title}", Says, Severity, Fingerprint, $"alerts/{Uri.EscapeDataString(Fingerprint)}", true, true);
}

/// <summary>Who is called now.</summary>
/// <param name="Pages">The steps of the last minutes that nobody has acknowledged, oldest first.</param>
public sealed record PersonalPageBoard(ImmutableArray<PersonalPage> Pages)
{
    /// <summary>What is older than this calls no browser any more.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>The board of escalations as they are.</summary>
    /// <param name="stories">Those that go on.</param>
    /// <param name="now">The time.</param>
    internal static PersonalPageBoard Of(IEnumerable<EscalationStory> stories, DateTimeOffset now) => new(
    [
        .. stories.Where(story => story.It.State is EscalationState.Running).SelectMany(story => story.Notices
            .Where(one => one.Kind is PageKind.Trigger && one.Leg == story.It.Leg && one.State is not NoticeState.Skipped && now - one.IntendedAt < Fresh)
            .GroupBy(one => one.Step).Select(step => Of(story.It, step))),
    ]);

    // Also a page that its channel did not take: the browser may be all that reaches them.
    private static PersonalPage Of(Escalation it, IGrouping<int, EscalationNotice> step) => new(
        $"page-{it.Id}-{it.Leg}-{step.Key}", [.. step.SelectMany(one => one.Subjects).Distinct(StringComparer.Ordinal)],
        $"{it.Severity.Word()}: {(it.AlertName.Length == 0 ? "an alert without a name" : IncidentLimits.Cut(it.AlertName, IncidentLimits.Title))}", IncidentLimits.Cut(it.Says, IncidentLimits.Title), it.Severity, it.Fingerprint);
}

/// <summary>Who is called now, on this replica.</summary>
/// <param name="clock">The time.</param>
public sealed class PersonalPages(TimeProvider clock)
{
    /// <summary>The board; pages follow it.</summary>
    public LiveSection<PersonalPageBoard> Section { get; } = new("personal pages", TimeSpan.FromMinutes(3), clock);
}

/// <summary>Tells one person's open page which calls are new to it. It is one page's own and not shared.</summary>
/// <param name="subject">The person.</param>
public sealed class PersonalPageBook(string subject)
{
    private ImmutableArray<string> known = [];
    private bool isBegun;

    /// <summary>What is new. What was there when the page was opened is none: another page of theirs told it.</summary>
    /// <param name="board">Who is called; null while that is not known.</param>
    public ImmutableArray<Notice> Look(PersonalPageBoard? board)
    {
        if (board is null)
        {
            return [];
        }

        var mine = board.Pages.Where(page => page.Subjects.Contains(subject)).ToList();
        ImmutableArray<Notice> fresh = isBegun ? [.. mine.Where(page => !known.Contains(page.Id)).Select(page => page.AsNotice())] : [];
        (known, isBegun) = ([.. mine.Select(page => page.Id)], true);
        return fresh;
    }
}
