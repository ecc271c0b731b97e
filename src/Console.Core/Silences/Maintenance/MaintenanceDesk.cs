using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>
/// The one way to maintenance windows for everybody: pages and HTTP API call these and nothing else. The right is decided in here, at the moment of acting, on every
/// system that a window may reach. What people do is noted here; the silences themselves are the keeper's matter, on one replica.
/// </summary>
public sealed partial class MaintenanceDesk
{
    private readonly MaintenanceStore store;
    private readonly AuditLog audit;
    private readonly IAccessRules rules;
    private readonly LiveState live;
    private readonly TimeProvider clock;

    internal MaintenanceDesk(MaintenanceStore store, AuditLog audit, IAccessRules rules, LiveState live, TimeProvider clock) =>
        (this.store, this.audit, this.rules, this.live, this.clock) = (store, audit, rules, live, clock);

    private SystemCatalog Catalog => live.Systems.Current.Value ?? SystemCatalog.Empty;

    /// <summary>Reads what somebody wrote so far; changes nothing.</summary>
    /// <param name="draft">What they wrote.</param>
    public DraftReading Read(MaintenanceDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return DraftReader.Read(draft, Catalog, clock.GetUtcNow());
    }

    /// <summary>Whether somebody may change and end a window now.</summary>
    /// <param name="plan">The window.</param>
    /// <param name="person">Who.</param>
    public Decision Decide(WindowPlan plan, Person person)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return WindowReach.Decide(rules, person, WindowReach.Systems(plan.System, plan.Matchers, Catalog)).Decision;
    }

    /// <summary>Whether somebody may make what a draft would be now.</summary>
    /// <param name="reading">The draft, as it was read.</param>
    /// <param name="person">Who.</param>
    public Decision Decide(DraftReading reading, Person person)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading.Systems is { IsEmpty: true } ? DecideAnywhere(person) : WindowReach.Decide(rules, person, reading.Systems).Decision;
    }

    // While nothing is chosen, who may silence somewhere may go on; who may nowhere need not fill in the rest to learn it.
    private Decision DecideAnywhere(Person person) => Catalog.Systems.Select(system => rules.Decide(person, Actions.Silence, system.Profile.Id)).FirstOrDefault(one => one.IsAllowed)
        ?? rules.Decide(person, Actions.Silence);

    /// <summary>The matchers of a window's silences, as the profiles are now; or why they are not known.</summary>
    /// <param name="plan">The window.</param>
    public Result<ImmutableArray<Matcher>> Matchers(WindowPlan plan) => WindowReach.Matchers(plan, Catalog);

    /// <summary>A window by its id; null when there is none, or none any more.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellation) => store.FindAsync(id, cancellation);

    /// <summary>All windows as they stand in this moment: the live section tells the same a moment later.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<MaintenanceBoard> BoardAsync(CancellationToken cancellation) => store.BoardAsync(Catalog, clock.GetUtcNow(), cancellation);

    /// <summary>The occurrences of a window that something was done about, newest first.</summary>
    /// <param name="id">The window.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<WindowRun>> RunsAsync(string id, int size, CancellationToken cancellation) => store.RunsOfAsync(id, Math.Clamp(size, 1, MaintenanceStore.MostRuns), cancellation);

    /// <summary>Makes a window.</summary>
    /// <param name="draft">What they wrote.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The window; or why not, with the field's name, or <c>grant</c>, <c>audit</c>, <c>storage</c>.</returns>
    public Task<Result<MaintenanceWindow>> CreateAsync(MaintenanceDraft draft, Person person, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        var reading = Read(draft);
        if (reading.Plan is not { } plan)
        {
            return reading.Problems;
        }

        if (await DeniedAsync(MaintenanceRecord.Create, null, plan, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        if ((await store.WindowsAsync(cancellation).ConfigureAwait(false)).Length >= MaintenanceStore.Most)
        {
            return new Problem("name", $"{MaintenanceStore.Most} windows are kept already: delete some that are over");
        }

        var now = StoredTime.Cut(clock.GetUtcNow());
        var window = new MaintenanceWindow(RunId.New(now), plan, Of(person), now);
        return await RecordedAsync(window, MaintenanceRecord.Of(MaintenanceRecord.Create, window, person), async (work, inner) =>
        {
            await WindowRows.InsertAsync(work, window, inner).ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
    });

    /// <summary>Writes a window anew. One that runs has its silence changed.</summary>
    /// <param name="id">The window.</param>
    /// <param name="draft">What they wrote.</param>
    /// <param name="seenVersion">The version that they began from; null: they do not mind.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<MaintenanceWindow>> ChangeAsync(string id, MaintenanceDraft draft, long? seenVersion, Person person, CancellationToken cancellation) =>
        WithAsync(MaintenanceRecord.Change, id, person, async window =>
        {
            var reading = Read(draft);
            if (reading.Plan is not { } plan)
            {
                return reading.Problems;
            }

            if (seenVersion is { } seen && seen != window.Version)
            {
                return new Problem("seenVersion", $"{window.ChangedBy.Name} changed it after what you saw: look at it again");
            }

            return await DeniedAsync(MaintenanceRecord.Change, window, plan, person).ConfigureAwait(false) is { } denied ? denied
                : await ChangedAsync(Next(window, person) with { Plan = plan }, MaintenanceRecord.Change, person, ("before", WindowWords.Of(window.Plan.Times))).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Switches a window on or off. One that runs ends when it is switched off.</summary>
    /// <param name="id">The window.</param>
    /// <param name="isOn">Whether it is to run at its times.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<MaintenanceWindow>> SwitchAsync(string id, bool isOn, Person person, CancellationToken cancellation) =>
        WithAsync(MaintenanceRecord.Change, id, person, async window => window.IsOn == isOn ? window
            : await ChangedAsync(Next(window, person) with { IsOn = isOn }, MaintenanceRecord.Change, person).ConfigureAwait(false), cancellation);

    /// <summary>Deletes a window. One that runs ends.</summary>
    /// <param name="id">The window.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<MaintenanceWindow>> DeleteAsync(string id, Person person, CancellationToken cancellation) =>
        WithAsync(MaintenanceRecord.Delete, id, person, window =>
        {
            var next = Next(window, person);
            return ChangedAsync(next with { DeletedAt = next.ChangedAt }, MaintenanceRecord.Delete, person);
        }, cancellation);

    private Task<Result<MaintenanceWindow>> ChangedAsync(MaintenanceWindow next, string action, Person person, params (string Name, string? Value)[] more) => RecordedAsync(
        next, MaintenanceRecord.Of(action, next, person, more),
        async (work, inner) => Problem.When(!await WindowRows.UpdateAsync(work, next, inner).ConfigureAwait(false), "seenVersion", "somebody else changed it at this very moment: look at it again"));

    private async Task<Result<MaintenanceWindow>> RecordedAsync(MaintenanceWindow window, AuditEvent happened, Func<StoreWork, CancellationToken, Task<Problem?>> together)
    {
        var recorded = await audit.AppendAsync(happened, together, CancellationToken.None).ConfigureAwait(false);
        return recorded.IsOk ? window : recorded.Problems;
    }

    private Task<Result<MaintenanceWindow>> WithAsync(
        string action, string id, Person person, Func<MaintenanceWindow, Task<Result<MaintenanceWindow>>> act, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        return await store.FindAsync(id, cancellation).ConfigureAwait(false) is not { } window ? new Problem("id", "there is no such window (any more)")
            : await DeniedAsync(action, window, window.Plan, person).ConfigureAwait(false) is { } denied ? denied
            : await act(window).ConfigureAwait(false);
    });

    private async Task<Problem?> DeniedAsync(string action, MaintenanceWindow? window, WindowPlan plan, Person person)
    {
        var (decision, system) = WindowReach.Decide(rules, person, WindowReach.Systems(plan.System, plan.Matchers, Catalog));
        if (decision.IsAllowed)
        {
            return null;
        }

        await audit.AppendAsync(
            MaintenanceRecord.Denied(action, window is null ? $"window ({plan.Name})" : $"window {window.Id} ({window.Plan.Name})", system, person, decision.Reason, window?.Id), CancellationToken.None).ConfigureAwait(false);
        return new Problem("grant", decision.Reason);
    }

    private MaintenanceWindow Next(MaintenanceWindow window, Person person) =>
        window with { Version = window.Version + 1, ChangedBy = Of(person), ChangedAt = StoredTime.Cut(clock.GetUtcNow()) };

    private static WindowPerson Of(Person person) => new(person.Subject, person.Name);

    /// <summary>A silent store is an answer, not an exception: what was not kept is told.</summary>
    private static async Task<Result<T>> StoredAsync<T>(Func<Task<Result<T>>> work)
        where T : notnull
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }
}
