using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Keeps <see cref="PersonalPages"/> as the store says, on every replica: a person's browser is on any of them.</summary>
/// <param name="database">The database.</param>
/// <param name="store">The escalations.</param>
/// <param name="pages">Where they are shown.</param>
/// <param name="clock">The time.</param>
internal sealed class PersonalPagesWriter(Database database, EscalationStore store, PersonalPages pages, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<PersonalPageBoard> pen = new(pages.Section, clock);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var now = PersonalPageBoard.Of(await store.OpenAsync(cancellation).ConfigureAwait(false), clock.GetUtcNow());
            var was = pages.Section.Current.Value;
            var isSame = was is not null && was.Pages.Select(page => page.Id).SequenceEqual(now.Pages.Select(page => page.Id), StringComparer.Ordinal);
            pen.Write(isSame ? was! : now, !isSame);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(EscalationStore.Topic, stoppingToken)], LookAsync, stoppingToken);
}
