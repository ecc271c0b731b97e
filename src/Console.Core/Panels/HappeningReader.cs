using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Panels;

/// <summary>
/// Reads what happened to a system: its alerts, its incidents and the actions on it from what the console itself kept, silences and maintenance windows from the live state. Many who look
/// at once cost one reading.
/// </summary>
/// <param name="alerts">What alerts did.</param>
/// <param name="actions">What was done.</param>
/// <param name="incidents">What went wrong.</param>
/// <param name="live">What is now.</param>
/// <param name="clock">The time.</param>
public sealed class HappeningReader(AlertHistory alerts, ActionDesk actions, IncidentDesk incidents, LiveState live, TimeProvider clock)
{
    /// <summary>So many are told.</summary>
    public const int Most = 200;

    private const int PageOfRuns = 100;
    private const int MostPages = 5;
    private const int MostIncidents = 200;

    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(10);

    private readonly SharedAnswers<(string System, DateTimeOffset From, DateTimeOffset To), Happenings> answers = new(clock, 20_000);

    /// <summary>Reads what began, ended or went on between two times.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Happenings> ReadAsync(string system, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => answers.GetAsync(
        (system, from, to), given => AllAsync(system, from, to, given), told => new Keep(KeepFor, 1 + told.All.Length), cancellation);

    private async Task<Happenings> AllAsync(string system, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var all = new List<Happening>();
        string? problem = null;
        try
        {
            all.AddRange((await alerts.OfSystemAsync(system, from, to, cancellation).ConfigureAwait(false)).Select(Of));
            all.AddRange((await RunsAsync(system, from, to, cancellation).ConfigureAwait(false)).Select(Of));
            all.AddRange((await incidents.ListAsync(new IncidentQuery { System = system, Size = MostIncidents }, cancellation).ConfigureAwait(false)).Where(one => one.State is not IncidentState.Merged).Select(Of));
        }
        catch (StorageException e)
        {
            problem = $"Alerts that are over, actions and incidents can't be read: {e.Message}";
        }

        all.AddRange(Firing(system, [.. all.Select(one => one.Id)]));
        all.AddRange(Silences(system));
        all.AddRange(Windows(system));
        var within = all.Where(one => one.At <= to && (one.GoesOn || (one.Until ?? one.At) >= from)).OrderBy(one => one.At).ToList();
        return new Happenings([.. within.Skip(Math.Max(0, within.Count - Most))], Math.Max(0, within.Count - Most), problem);
    }

    private static Happening Of(SystemFiring it)
    {
        var (name, firing) = (it.Name, it.Firing);
        var lasted = firing.To is { } end ? $" fired for {DurationText.Words(end - firing.From)}" : " fires";
        return new Happening(HappeningKind.Alert, firing.From, firing.To, firing.To is null, name + lasted, it.Fingerprint, firing.Severity);
    }

    // What fires all the time has no change in the stretch, and so no row.
    private IEnumerable<Happening> Firing(string system, HashSet<string> known) => (live.Alerts.Current.Value?.Alerts ?? [])
        .Where(alert => alert.System == system && alert.State is not AlertState.Pending && !known.Contains(alert.Fingerprint))
        .Select(alert => new Happening(HappeningKind.Alert, alert.StartsAt, null, true, $"{alert.Name} fires", alert.Fingerprint, alert.Severity));

    private async Task<IEnumerable<ActionRun>> RunsAsync(string system, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var runs = live.Actions.Current.Value?.Runs.Where(run => !run.IsOver && run.Plan.System == system).ToList() ?? [];
        string? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            var some = await actions.OverAsync(before, system, PageOfRuns, cancellation).ConfigureAwait(false);
            runs.AddRange(some);
            if (some.Length < PageOfRuns || some[^1].At < from)
            {
                break;
            }

            before = some[^1].Id;
        }

        return runs.DistinctBy(run => run.Id).Where(run => run.At >= from && run.At <= to);
    }

    private static Happening Of(ActionRun run) =>
        new(HappeningKind.Action, run.At, null, false, $"{run.Plan.Title}: {State(run)}, by {run.By.Name}", run.Id, null);

    // One that was merged goes on in the other, which is told.
    private static Happening Of(Incident it) => new(
        HappeningKind.Incident, it.OpenedAt, it.ResolvedAt ?? it.EndedAt, it.IsOpen, $"Incident: {it.Title} ({(it.State is IncidentState.Mitigated ? "mitigated" : it.IsOpen ? "open" : "over")})", it.Id, null);

    private static string State(ActionRun run) => run.State switch
    {
        RunState.Waiting => "waits for a second person",
        RunState.Approved or RunState.Running => "under way",
        var over => over.ToString().ToLowerInvariant(),
    };

    private IEnumerable<Happening> Silences(string system) => (live.Silences.Current.Value?.Silences ?? ImmutableArray<SeenSilence>.Empty)
        .Where(seen => seen.Systems.Contains(system) && seen.Silence.State is not SilenceState.Pending)
        .Select(seen => new Happening(
            HappeningKind.Silence, seen.Silence.StartsAt, seen.Silence.EndsAt, false, $"Silence by {seen.Silence.CreatedBy}: {seen.Silence.Comment}", seen.Silence.Id, null));

    private IEnumerable<Happening> Windows(string system)
    {
        if (live.Maintenance.Current.Value is not { } board)
        {
            return [];
        }

        var its = board.Windows.Select(status => status.Window).Concat(board.Deleted).Where(window => window.Plan.System == system).Select(window => window.Id).ToHashSet(StringComparer.Ordinal);
        return board.Runs.Where(run => its.Contains(run.Window) && run.State is not (WindowRunState.Skipped or WindowRunState.Missed) && run.Start <= clock.GetUtcNow())
            .Select(run => new Happening(HappeningKind.Maintenance, run.Start, run.End, false, $"Maintenance: {run.Name}", run.Window, null));
    }
}
