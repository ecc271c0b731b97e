using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>Answers what is told of alerts, was told, and would be.</summary>
public sealed class EscalationDesk
{
    private readonly EscalationStore store;
    private readonly EscalationFile file;
    private readonly LiveState live;

    internal EscalationDesk(EscalationStore store, EscalationFile file, LiveState live) => (this.store, this.file, this.live) = (store, file, live);

    /// <summary>All that go on, oldest first.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<ImmutableArray<EscalationStory>> OpenAsync(CancellationToken cancellation) => store.OpenAsync(cancellation);

    /// <summary>The newest, newest first; those that are over, too.</summary>
    /// <param name="size">How many, 1 to 200.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<ImmutableArray<EscalationStory>> NewestAsync(int size, CancellationToken cancellation) => store.NewestAsync(size, cancellation);

    /// <summary>One by its id; null when there is none.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<EscalationStory?> FindAsync(string id, CancellationToken cancellation) => store.FindAsync(id, cancellation);

    /// <summary>The one that goes on and that an alert belongs to; null when there is none.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<EscalationStory?> OfAlertAsync(Alert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.AsksNobody || alert.IsTest ? null
            : await store.OfMatterAsync(Matter.KeyOf(alert, live.Systems.Current.Value ?? SystemCatalog.Empty, file.Current?.GroupBy ?? []), cancellation).ConfigureAwait(false);
    }

    /// <summary>Tells the ids of those that changed, here or on another replica; <c>*</c>: any may have. What is told after this call is not missed.</summary>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<string> FollowAsync(CancellationToken cancellation) => store.FollowAsync(cancellation);

    /// <summary>All steps of one as they are planned, told or not: by who is on call at their time, as far as the file says so now.</summary>
    /// <param name="it">The escalation.</param>
    public ImmutableArray<ForecastStep> StepsOf(Escalation it)
    {
        ArgumentNullException.ThrowIfNull(it);
        return file.Current is { } book ? EscalationForecast.StepsOf(book, it.Plan, it.Class, it.LegAt)
            : [.. it.Plan.Steps.Select(step => new ForecastStep(step, it.LegAt + step.After, null, [], string.Join(", ", step.Whom)))];
    }

    /// <summary>What would happen to an alert that begins at a time and that nobody acknowledges.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="system">The system that claims it; null for none.</param>
    /// <param name="at">When it begins.</param>
    /// <returns>The forecast; or that there are no policies.</returns>
    public Result<EscalationForecast> Explain(LabelSet labels, string? system, DateTimeOffset at)
    {
        var profile = system is null ? null : (live.Systems.Current.Value ?? SystemCatalog.Empty).Find(system)?.Profile;
        return file.Current is { } book ? EscalationForecast.Of(book, labels, profile, at)
            : file.Problems is { IsEmpty: false } problems ? problems
            : new Problem(EscalationReader.File, $"there is no {file.Path}: nobody is told of anything");
    }
}
