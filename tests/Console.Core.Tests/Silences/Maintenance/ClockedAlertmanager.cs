using System.Collections.Immutable;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>An Alertmanager in memory whose silences begin and end with the time, and which can fall silent, or lose its answer after it did what was asked.</summary>
/// <param name="name">Its name.</param>
/// <param name="clock">The time.</param>
internal sealed class ClockedAlertmanager(string name, TimeProvider clock) : ISilenceWriter, ISilenceSource
{
    private readonly List<Silence> silences = [];

    public string Name => name;

    public int Writes { get; private set; }

    public UpstreamException? IsAway { get; set; }

    /// <summary>Done, but nobody hears of it.</summary>
    public Exception? LosesAnswer { get; set; }

    /// <summary>Another member of its cluster, which hears of everything.</summary>
    public ClockedAlertmanager? Peer { get; set; }

    public IReadOnlyList<Silence> All => [.. silences.Select(Now)];

    public IEnumerable<Silence> Living => All.Where(silence => silence.State is not SilenceState.Expired);

    public static UpstreamException Refused(string name) => new(name, UpstreamFault.Unreachable, $"{name} refused the connection");

    public void Forget() => silences.Clear();

    public void Put(Silence silence)
    {
        silences.RemoveAll(it => it.Id == silence.Id);
        silences.Add(silence);
    }

    public Task<ImmutableArray<Silence>> SilencesAsync(CancellationToken cancellation) => IsAway is { } away ? throw away : Task.FromResult(All.ToImmutableArray());

    public async Task<SilenceList> LatestAsync(int mostExpired, CancellationToken cancellation) =>
        new(await SilencesAsync(cancellation), All.Count(silence => silence.State is SilenceState.Expired));

    public Task<Silence?> FindAsync(string id, CancellationToken cancellation) => IsAway is { } away ? throw away : Task.FromResult(All.FirstOrDefault(it => it.Id == id));

    public Task<string> PutAsync(SilenceDraft draft, CancellationToken cancellation)
    {
        if (IsAway is { } away)
        {
            throw away;
        }

        // As Alertmanager does: with other matchers it is another silence, and the old one ends.
        Writes++;
        var was = draft.Id is null ? null : All.FirstOrDefault(it => it.Id == draft.Id);
        var isSame = was is { State: not SilenceState.Expired } && was.Matchers.ToHashSet().SetEquals(draft.Matchers);
        var now = clock.GetUtcNow();
        if (was is { State: not SilenceState.Expired } && !isSame)
        {
            Tell(was with { EndsAt = now });
        }

        var begins = isSame || draft.StartsAt > now ? draft.StartsAt : now;
        var silence = new Silence(name, isSame ? was!.Id : Guid.NewGuid().ToString("D"), draft.Matchers, begins, draft.EndsAt, draft.CreatedBy, draft.Comment, SilenceState.Active);
        Tell(silence);
        return LosesAnswer is { } lost ? throw lost : Task.FromResult(silence.Id);
    }

    public Task ExpireAsync(string id, CancellationToken cancellation)
    {
        if (IsAway is { } away)
        {
            throw away;
        }

        Tell(All.Single(it => it.Id == id) with { EndsAt = clock.GetUtcNow() });
        return Task.CompletedTask;
    }

    private void Tell(Silence silence)
    {
        Put(silence);
        Peer?.Put(silence with { Source = Peer.Name });
    }

    private Silence Now(Silence silence) => silence with
    {
        State = silence.EndsAt <= clock.GetUtcNow() ? SilenceState.Expired : silence.StartsAt > clock.GetUtcNow() ? SilenceState.Pending : SilenceState.Active,
    };
}
