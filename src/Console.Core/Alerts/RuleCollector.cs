using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;

namespace OpsConsole.Alerts;

/// <summary>Reads the rules of every Prometheus into the rule book.</summary>
internal sealed class RuleCollector(
    IEnumerable<IRuleSource> sources, RuleBook book, AlertWake wake, IOptions<AlertsOptions> options, TimeProvider clock) : BackgroundService
{
    private readonly SourceRound<RuleGroup> round = new(
        sources.Select(source => (source.Name, (Func<CancellationToken, Task<ImmutableArray<RuleGroup>>>)source.RulesAsync)), clock);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new CollectorLoop(options.Value.RulesPoll, clock).RunAsync(ReadAsync, stoppingToken);

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var first = book.Readings.IsEmpty;
        book.Write(await round.ReadAsync(cancellation).ConfigureAwait(false));
        if (first)
        {
            // The first board was made without pending alerts.
            wake.Wake();
        }
    }
}
