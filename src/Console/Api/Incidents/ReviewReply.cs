using OpsConsole.Components.Format;
using OpsConsole.Incidents;

namespace OpsConsole.Api;

/// <summary>A section of a review at one version.</summary>
internal sealed record ReviewSectionReply(string Section, string Heading, int Version, string Text, DateTimeOffset? At, PersonReply? By)
{
    public static ReviewSectionReply Of(ReviewText text) => new(
        ApiWords.Of(text.Section), text.Section.Heading(), text.Version, text.Text, text.Version == 0 ? null : text.At, text.Version == 0 ? null : IncidentReply.Person(text.By));
}

/// <summary>Something that was promised in a review.</summary>
internal sealed record ActionItemReply(
    string Id, string Incident, int Version, string Text, string Owner, string Due, DateTimeOffset MadeAt, PersonReply MadeBy, DateTimeOffset? ClosedAt, PersonReply? ClosedBy, string Outcome)
{
    public static ActionItemReply Of(ActionItem item) => new(
        item.Id, item.Incident, item.Version, item.Text, item.Owner, Times.Machine(item.Due), item.MadeAt, IncidentReply.Person(item.MadeBy),
        item.ClosedAt, item.ClosedBy is { } by ? IncidentReply.Person(by) : null, item.Outcome);
}

/// <summary>The review of an incident.</summary>
internal sealed record ReviewReply(string Incident, IReadOnlyList<ReviewSectionReply> Sections, IReadOnlyList<ActionItemReply> Items)
{
    public static ReviewReply Of(Review review) => new(review.Incident, [.. review.Sections.Select(ReviewSectionReply.Of)], [.. review.Items.Select(ActionItemReply.Of)]);
}

/// <summary>All texts that a section ever had, newest first.</summary>
internal sealed record ReviewTextsReply(IReadOnlyList<ReviewSectionReply> Texts);

/// <summary>How far the review of an incident is.</summary>
internal sealed record ReviewStandingReply(
    string Incident, string Title, int Class, IReadOnlyList<string> Systems, string Progress, IReadOnlyList<string> EmptySections, int OpenItems, DateTimeOffset? WrittenAt)
{
    public static ReviewStandingReply Of(ReviewStanding one) => new(
        one.Incident.Id, one.Incident.Title, one.Incident.Class, [.. one.Incident.Systems], ApiWords.Of(one.Progress), [.. one.Empty.Select(ApiWords.Of)], one.Open, one.WrittenAt);
}

/// <summary>All reviews, and what was promised in them and is open.</summary>
internal sealed record ReviewsReply(IReadOnlyList<ReviewStandingReply> Reviews, IReadOnlyList<ActionItemReply> Items)
{
    public static ReviewsReply Of(ReviewShelf shelf) => new([.. shelf.Reviews.Select(ReviewStandingReply.Of)], [.. shelf.Items.Select(one => ActionItemReply.Of(one.Item))]);
}
