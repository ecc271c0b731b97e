using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Remediation;

/// <summary>An Alertmanager in memory: its silences.</summary>
internal sealed class MemoryAlertmanager(string name, TimeProvider clock) : ISilenceWriter, ISilenceSource
{
    private readonly List<Silence> silences = [];

    public string Name => name;

    public int Listed { get; private set; }

    public UpstreamException? IsAway { get; set; }

    /// <summary>Another member of its cluster, which hears of each change.</summary>
    public MemoryAlertmanager? Peer { get; set; }

    /// <summary>Starts anew with nothing.</summary>
    public void Lose() => silences.Clear();

    /// <summary>How often it was written to.</summary>
    public int Writes { get; private set; }

    public IReadOnlyList<Silence> All => silences;

    public void Put(Silence silence)
    {
        silences.RemoveAll(it => it.Id == silence.Id);
        silences.Add(silence);
        if (Peer is { IsAway: null } peer && peer.All.FirstOrDefault(it => it.Id == silence.Id) is var there && (there is null || there with { Source = name } != silence))
        {
            peer.Put(silence with { Source = peer.Name });
        }
    }

    public Task<ImmutableArray<Silence>> SilencesAsync(CancellationToken cancellation)
    {
        Listed++;
        return IsAway is { } away ? throw away : Task.FromResult(silences.ToImmutableArray());
    }

    public async Task<SilenceList> LatestAsync(int mostExpired, CancellationToken cancellation)
    {
        var all = await SilencesAsync(cancellation);
        return new SilenceList(
            [.. all.Where(it => it.State is not SilenceState.Expired), .. all.Where(it => it.State is SilenceState.Expired).OrderByDescending(it => it.EndsAt).Take(mostExpired)],
            all.Count(it => it.State is SilenceState.Expired));
    }

    public Task<Silence?> FindAsync(string id, CancellationToken cancellation) =>
        IsAway is { } away ? throw away : Task.FromResult(silences.FirstOrDefault(it => it.Id == id));

    public Task<string> PutAsync(SilenceDraft draft, CancellationToken cancellation)
    {
        if (IsAway is { } away)
        {
            throw away;
        }

        // As the real one does: with other matchers it is another silence, and the old one ends.
        Writes++;
        var before = silences.FirstOrDefault(it => it.Id == draft.Id);
        var isOther = before is not null && (before.State is SilenceState.Expired || !before.Matchers.ToHashSet().SetEquals(draft.Matchers));
        if (isOther && before!.State is not SilenceState.Expired)
        {
            Put(before with { State = SilenceState.Expired, EndsAt = clock.GetUtcNow() });
        }

        var id = isOther ? Guid.NewGuid().ToString("D") : draft.Id ?? Guid.NewGuid().ToString("D");
        Put(new Silence(name, id, draft.Matchers, draft.StartsAt, draft.EndsAt, draft.CreatedBy, draft.Comment, SilenceState.Active));
        return Task.FromResult(id);
    }

    public Task ExpireAsync(string id, CancellationToken cancellation)
    {
        if (IsAway is { } away)
        {
            throw away;
        }

        Writes++;
        Put(silences.Single(it => it.Id == id) with { State = SilenceState.Expired, EndsAt = clock.GetUtcNow() });
        return Task.CompletedTask;
    }
}

/// <summary>What was done before, as a test says.</summary>
internal sealed class MemoryHistory : IActionHistory
{
    public TargetHistory Is { get; set; } = TargetHistory.None;

    public Exception? IsAway { get; set; }

    public Task<TargetHistory> OfAsync(string kind, string system, ActionTarget target, CancellationToken cancellation) =>
        IsAway is { } away ? throw away : Task.FromResult(Is);

    /// <summary>When the same alerts were silenced before.</summary>
    public ImmutableArray<DateTimeOffset> Silenced { get; set; } = [];

    public Task<ImmutableArray<DateTimeOffset>> SilencedAsync(string system, string matchers, DateTimeOffset since, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<DateTimeOffset>>([.. Silenced.Where(at => at >= since)]);
}
