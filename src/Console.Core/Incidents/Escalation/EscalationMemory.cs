using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>One escalation as its keeper has it in mind.</summary>
/// <param name="story">As it was read.</param>
/// <param name="clock">The time.</param>
internal sealed class RememberedEscalation(EscalationStory story, TimeProvider clock)
{
    private readonly Dictionary<string, EscalationNotice> notices = story.Notices.ToDictionary(one => one.Key, StringComparer.Ordinal);
    private long stamp = clock.GetTimestamp();

    /// <summary>The escalation.</summary>
    public Escalation It { get; private set; } = story.It;

    /// <summary>Its notices, oldest first.</summary>
    public IReadOnlyCollection<EscalationNotice> Notices => notices.Values;

    /// <summary>Whether nothing is left to do about it.</summary>
    public bool IsDone => It.State is EscalationState.Over && notices.Values.All(one => one.State is not NoticeState.Intended);

    /// <summary>
    /// Its own time: that of the clock on the wall, but where that was set back, time goes on from where it was, as a stopwatch measures it. So nothing is told twice, and nobody waits an
    /// hour longer.
    /// </summary>
    public DateTimeOffset Now()
    {
        var (wall, steady) = (clock.GetUtcNow(), It.SeenAt + clock.GetElapsedTime(stamp));
        return wall > steady ? wall : steady;
    }

    /// <summary>It is so now.</summary>
    public void Set(Escalation it) => (It, stamp) = (it, clock.GetTimestamp());

    /// <summary>Notices are so now.</summary>
    public void Set(IEnumerable<EscalationNotice> changed)
    {
        foreach (var one in changed)
        {
            notices[one.Key] = one;
        }
    }
}

/// <summary>All escalations that go on, as their keeper has them in mind: it alone changes them.</summary>
/// <param name="stories">As they were read.</param>
/// <param name="clock">The time.</param>
internal sealed class EscalationMemory(IEnumerable<EscalationStory> stories, TimeProvider clock)
{
    private readonly Dictionary<string, RememberedEscalation> byId = stories.ToDictionary(one => one.It.Id, one => new RememberedEscalation(one, clock), StringComparer.Ordinal);

    /// <summary>All of them, oldest first.</summary>
    public ImmutableArray<RememberedEscalation> All => [.. byId.Values.OrderBy(one => one.It.Id, StringComparer.Ordinal)];

    /// <summary>The keys of those that are not over.</summary>
    public IReadOnlySet<string> Open => byId.Values.Where(one => one.It.EndedAt is null).Select(one => one.It.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>One by its id; null when it is not there.</summary>
    public RememberedEscalation? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>A new one.</summary>
    public void Add(Escalation it) => byId[it.Id] = new RememberedEscalation(new EscalationStory(it, []), clock);

    /// <summary>Forgets those about which nothing is left to do.</summary>
    public void ForgetDone()
    {
        foreach (var (id, _) in byId.Where(one => one.Value.IsDone).ToList())
        {
            byId.Remove(id);
        }
    }
}
