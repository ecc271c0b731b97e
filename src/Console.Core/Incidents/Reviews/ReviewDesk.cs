using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>
/// The one way to reviews for everybody. A review is written by several people at once, section by section: who writes a section after somebody else did, unseen, is told so,
/// and nothing is lost, because every text that a section ever had is kept. The right is that to work on its incident; whoever may view may read.
/// </summary>
public sealed class ReviewDesk
{
    /// <summary>The most characters of a section.</summary>
    public const int LongestText = 20_000;

    private const int MostItems = 100;
    private const int YearsAhead = 5;
    private readonly ReviewStore store;
    private readonly IncidentDesk incidents;
    private readonly IncidentHand hand;
    private readonly AuditLog audit;
    private readonly BudgetSpending spending;

    internal ReviewDesk(ReviewStore store, IncidentDesk incidents, IncidentHand hand, AuditLog audit, BudgetSpending spending) =>
        (this.store, this.incidents, this.hand, this.audit, this.spending) = (store, incidents, hand, audit, spending);

    /// <summary>The review of an incident, as it reads now; null when none was begun.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<Review?> FindAsync(string incident, CancellationToken cancellation) => store.FindAsync(incident, cancellation);

    /// <summary>All texts that a section ever had, newest first.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="section">The section.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<ReviewText>> EarlierAsync(string incident, ReviewSection section, CancellationToken cancellation) => store.EarlierAsync(incident, section, cancellation);

    /// <summary>What was promised in any review and is still open, by its day.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<ActionItem>> OpenItemsAsync(CancellationToken cancellation) => store.OpenItemsAsync(cancellation);

    /// <summary>A review as Markdown: what people wrote is escaped.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The text; null when there is no such incident, or no review of it.</returns>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<string?> MarkdownAsync(string incident, CancellationToken cancellation) =>
        await incidents.FindAsync(incident, cancellation).ConfigureAwait(false) is { } found && await store.FindAsync(incident, cancellation).ConfigureAwait(false) is { } review
            ? ReviewMarkdown.Of(found, review)
            : null;

    /// <summary>Begins a review with what the console knows already: the timeline, how long it took, what it cost. One that was begun is given as it is.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Review>> BeginAsync(string incident, Person person, CancellationToken cancellation) => ActAsync(incident, IncidentDeed.Work("review-begin"), person, async it =>
    {
        if (it.State is IncidentState.Merged)
        {
            return [IncidentLife.Going(it)!];
        }

        if (await store.FindAsync(incident, cancellation).ConfigureAwait(false) is not null)
        {
            return [];
        }

        var until = it.ResolvedAt ?? hand.Now;
        var draft = ReviewDraft.Of(
            it, incidents.TitlesOf(it), await incidents.TimelineAsync(it, cancellation).ConfigureAwait(false), await spending.OfAsync(it, until, cancellation).ConfigureAwait(false), until);
        return await RecordAsync(IncidentDeed.Work("review-begin"), it, person, async (work, inner) =>
        {
            foreach (var (section, text) in draft)
            {
                // Somebody who began it meanwhile was quicker, and theirs goes on.
                if (await ReviewStore.NewestAsync(work, incident, section, inner).ConfigureAwait(false) is null)
                {
                    await ReviewStore.AddAsync(work, incident, new ReviewText(section, 1, IncidentLimits.Cut(IncidentLimits.Words(text), LongestText), hand.Now, IncidentPerson.Of(person)), inner).ConfigureAwait(false);
                }
            }

            return null;
        }).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Writes a section.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="section">The section.</param>
    /// <param name="text">All of its text.</param>
    /// <param name="seen">The version that the person wrote it from, as <see cref="ReviewText.Version"/>.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The review; or why not, with the field's name. <c>seenVersion</c>: somebody else wrote it meanwhile. Nothing is kept then, and nothing of theirs is lost.</returns>
    public Task<Result<Review>> WriteAsync(string incident, ReviewSection section, string text, int seen, Person person, CancellationToken cancellation)
    {
        var (words, deed) = (IncidentLimits.Words(text), IncidentDeed.Work("review-write", ("section", section.Heading())) with { Words = text });
        return ActAsync(incident, deed, person, async it => IncidentLimits.TooLong("text", words, LongestText) is { } wrong ? [wrong]
            : await RecordAsync(deed, it, person, async (work, inner) =>
            {
                if (await ReviewStore.NewestAsync(work, incident, section, inner).ConfigureAwait(false) is not { } newest)
                {
                    return new Problem("section", "no review of this incident was begun: begin it first");
                }

                if (newest.Version != seen)
                {
                    return new Problem(IncidentLife.Quicker, $"{newest.By.Name} wrote \"{section.Heading()}\" at {IncidentLimits.Clock(newest.At)}, after what you saw: take theirs in, and write it again");
                }

                await ReviewStore.AddAsync(work, incident, new ReviewText(section, seen + 1, words, hand.Now, IncidentPerson.Of(person)), inner).ConfigureAwait(false);
                return null;
            }).ConfigureAwait(false), cancellation);
    }

    /// <summary>Promises something.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="wish">What, who sees to it, and until when.</param>
    /// <param name="person">Who writes it down.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The review; or why not: <c>text</c>, <c>owner</c>, <c>due</c> and the others.</returns>
    public Task<Result<Review>> PromiseAsync(string incident, ItemWish wish, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var deed = IncidentDeed.Work("item-promise", About(wish)) with { Words = wish.Text };
        return ActAsync(incident, deed, person, async it =>
        {
            var review = await store.FindAsync(incident, cancellation).ConfigureAwait(false);
            var wrong = Wrong(wish).AddRange(Problem.All(
                Problem.When(review is null, "section", "no review of this incident was begun: begin it first"), Problem.When(review?.Items.Length >= MostItems, "text", $"{MostItems} action items are the most of a review")));
            var (text, owner) = (IncidentLimits.Words(wish.Text), IncidentLimits.Line(wish.Owner));
            return !wrong.IsEmpty ? wrong : await RecordAsync(deed, it, person, async (work, inner) =>
            {
                var made = new ActionItem { Id = RunId.New(hand.Now), Incident = incident, Version = 1, Text = text, Owner = owner, Due = wish.Due, MadeAt = hand.Now, MadeBy = IncidentPerson.Of(person) };
                await ReviewStore.KeepAsync(work, made, inner).ConfigureAwait(false);
                return null;
            }).ConfigureAwait(false);
        }, cancellation);
    }

    /// <summary>Changes a promise that is open.</summary>
    /// <param name="item">Its id.</param>
    /// <param name="wish">What, who and until when, from now on.</param>
    /// <param name="seen">The version that the person looked at, as <see cref="ActionItem.Version"/>; null: they do not mind.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Review>> ChangeItemAsync(string item, ItemWish wish, int? seen, Person person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var deed = IncidentDeed.Work("item-change", [("item", item), .. About(wish)]) with { Words = wish.Text };
        return ChangeAsync(item, deed, seen, person, was => Wrong(wish) is { IsEmpty: false } wrong ? wrong : was with { Text = IncidentLimits.Words(wish.Text), Owner = IncidentLimits.Line(wish.Owner), Due = wish.Due }, cancellation);
    }

    /// <summary>Says that a promise was kept, or given up.</summary>
    /// <param name="item">Its id.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="seen">The version that the person looked at; null: they do not mind.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<Review>> CloseItemAsync(string item, string outcome, int? seen, Person person, CancellationToken cancellation)
    {
        var words = IncidentLimits.Words(outcome);
        return ChangeAsync(item, IncidentDeed.Work("item-close", ("item", item)) with { Words = words }, seen, person, was =>
            IncidentLimits.Missing("outcome", words, IncidentLimits.Text, "say what came of it") is { } wrong ? wrong
            : was with { ClosedAt = hand.Now, ClosedBy = IncidentPerson.Of(person), Outcome = words }, cancellation);
    }

    private async Task<Result<Review>> ChangeAsync(string id, IncidentDeed deed, int? seen, Person person, Func<ActionItem, Result<ActionItem>> change, CancellationToken cancellation)
    {
        try
        {
            if (await store.ItemAsync(id, cancellation).ConfigureAwait(false) is not { } there)
            {
                return new Problem("item", "there is no such action item");
            }

            return await ActAsync(there.Incident, deed, person, it => RecordAsync(deed, it, person, async (work, inner) =>
            {
                var was = (await ReviewStore.ItemAsync(work, id, inner).ConfigureAwait(false))!;
                var now = was.ClosedAt is { } at ? new Problem(IncidentLife.Ended, $"{was.ClosedBy?.Name} closed it at {IncidentLimits.Clock(at)}")
                    : seen is { } version && was.Version != version ? new Problem(IncidentLife.Quicker, "somebody changed it after what you saw: look again")
                    : change(was);
                if (now.IsOk)
                {
                    await ReviewStore.KeepAsync(work, now.Value with { Version = was.Version + 1 }, inner).ConfigureAwait(false);
                }

                return now.Problems.FirstOrDefault();
            }), cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", e.Message);
        }
    }

    private async Task<Result<Review>> ActAsync(string id, IncidentDeed deed, Person person, Func<Incident, Task<ImmutableArray<Problem>>> act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        try
        {
            if (await incidents.FindAsync(id, cancellation).ConfigureAwait(false) is not { } incident)
            {
                return IncidentHand.NoSuch;
            }

            if (await hand.DeniedAsync(deed, incident, person).ConfigureAwait(false) is { } denied)
            {
                return denied;
            }

            var problems = await act(incident).ConfigureAwait(false);
            return problems.IsEmpty ? (await store.FindAsync(id, cancellation).ConfigureAwait(false))! : problems;
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }

    private async Task<ImmutableArray<Problem>> RecordAsync(IncidentDeed deed, Incident incident, Person person, Func<StoreWork, CancellationToken, Task<Problem?>> change) =>
        (await audit.AppendAsync(IncidentRecord.Done(deed, incident, person), change, CancellationToken.None).ConfigureAwait(false)).Problems;

    private ImmutableArray<Problem> Wrong(ItemWish wish)
    {
        var today = DateOnly.FromDateTime(hand.Now.UtcDateTime);
        return Problem.All(
            IncidentLimits.Missing("text", IncidentLimits.Words(wish.Text), IncidentLimits.Text, "say what will be done"),
            IncidentLimits.Missing("owner", IncidentLimits.Line(wish.Owner), IncidentLimits.Name, "name who sees to it"),

            // Somewhere it is still yesterday.
            Problem.When(wish.Due < today.AddDays(-1), "due", "is over already: give a day to come"),
            Problem.When(wish.Due > today.AddYears(YearsAhead), "due", $"is more than {YearsAhead} years away"));
    }

    private static ImmutableArray<(string Name, string? Value)> About(ItemWish wish) => [("owner", wish.Owner), ("due", wish.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
}
