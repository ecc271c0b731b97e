using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>
/// Puts it on record when a dead man's switch lapses and when it is back, on one replica. What was recorded last is read from the record
/// itself, so that a restart repeats nothing.
/// </summary>
internal sealed class SwitchRecord(LiveState live, IAuditReader reader, IAuditLog audit, TimeProvider clock, ILogger<SwitchRecord> log)
{
    /// <summary>The action of the entries.</summary>
    public const string Action = "dead-mans-switch";

    private readonly Dictionary<string, bool> recorded = new(StringComparer.Ordinal);

    /// <summary>Forgets what it knows: another replica may have recorded meanwhile.</summary>
    public void Forget() => recorded.Clear();

    /// <summary>Records what changed since the last entry.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var seen in live.DeadMansSwitches.Current.Value?.Switches ?? [])
            {
                // Late is neither: it was heard a moment ago, or lapsed before the console was started anew.
                if (seen.State is not SwitchState.Late && await WasLapsedAsync(seen, cancellation).ConfigureAwait(false) != seen.IsLapsed)
                {
                    await TellAsync(seen, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (StorageException e)
        {
            log.SwitchNotRecorded(e.Message);
        }
    }

    private async Task<bool> WasLapsedAsync(SeenSwitch seen, CancellationToken cancellation)
    {
        if (!recorded.TryGetValue(seen.Switch.Name, out var was))
        {
            var page = await reader.ReadAsync(new AuditQuery { Action = Action, Target = seen.Switch.Name, Size = 1 }, cancellation).ConfigureAwait(false);
            recorded[seen.Switch.Name] = was = page.Entries.FirstOrDefault()?.Stage is AuditStage.Failed;
        }

        return was;
    }

    private async Task TellAsync(SeenSwitch seen, CancellationToken cancellation)
    {
        var told = await audit.AppendAsync(
            new AuditEvent
            {
                Actor = Person.Console,
                Action = Action,
                Stage = seen.IsLapsed ? AuditStage.Failed : AuditStage.Succeeded,
                Target = seen.Switch.Name,
                Reason = seen.IsLapsed ? seen.Says : $"{seen.Switch.Name} is heard again.",
                Parameters = ImmutableSortedDictionary<string, string>.Empty
                    .Add("lastHeard", seen.LastHeard is { } at ? Time(at) : "not since the console was started").Add("noticed", Time(clock.GetUtcNow())),
            },
            cancellation).ConfigureAwait(false);
        if (told.IsOk)
        {
            recorded[seen.Switch.Name] = seen.IsLapsed;
        }
        else
        {
            log.SwitchNotRecorded(told.Explanation);
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Looks at the dead man's switches again and again, on exactly one replica.</summary>
internal sealed class SwitchWatch(SwitchRecord record, Database database, StoreLock locks, TimeProvider clock, ILogger<SwitchWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new SoleRunner(locks, "dead-mans-switches", SolePace.Of(database), clock, log).RunAsync(
        async (_, ending) =>
        {
            record.Forget();
            await new CollectorLoop(Period, clock).RunAsync(record.LookAsync, ending).ConfigureAwait(false);
        },
        stoppingToken);
}
