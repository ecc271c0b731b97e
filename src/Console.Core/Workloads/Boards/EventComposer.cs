using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Lays the recent events out by system, newest first.</summary>
internal sealed class EventComposer
{
    private const int MostOfASystem = 200;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    private EventBoard board = new([]);
    private (long, long) stamp = (-1, -1);
    private DateTimeOffset oldest = DateTimeOffset.MaxValue;

    /// <summary>The board, and whether it differs from the last.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="now">The time: an event leaves the board when it is too old.</param>
    public (EventBoard Board, bool Changed) Compose(FleetPicture picture, DateTimeOffset now)
    {
        var seen = picture.Stamp(one => one.Events.Version);
        if (seen == stamp && oldest > now - Recent)
        {
            return (board, false);
        }

        stamp = seen;
        var events = ImmutableArray.CreateBuilder<SystemEvent>();
        var problems = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var system in picture.Systems)
        {
            events.AddRange(picture.Of(system).SelectMany(one => one.Events.Objects.Where(it => IsOf(system, one, it)))
                .Where(it => At(it) > now - Recent)
                .OrderByDescending(At).ThenBy(it => it.Id.Name, StringComparer.Ordinal)
                .Take(MostOfASystem).Select(it => new SystemEvent(system.Id, it)));
            if (picture.Blindness(system, one => one.Events) is { } why)
            {
                problems[system.Id] = why;
            }
        }

        oldest = events.Count == 0 ? DateTimeOffset.MaxValue : events.Min(it => At(it.Event));
        board = new EventBoard(events.ToImmutable()) { Problems = problems.ToImmutable() };
        return (board, true);
    }

    private static DateTimeOffset At(ClusterEvent it) => it.At ?? it.Id.CreatedAt ?? DateTimeOffset.MinValue;

    private static bool IsOf(SystemProfile system, NamespacePicture place, ClusterEvent it)
    {
        if (place.Systems.Length < 2)
        {
            return true;
        }

        if (it.AboutKind == "Pod" && place.PodsOf.Find(it.AboutName) is { IsEmpty: false } pods)
        {
            return pods.Any(pod => pod.System == system.Id);
        }

        var about = it.AboutKind == "HorizontalPodAutoscaler" && place.Autoscalers.Find(it.AboutName) is { } autoscaler
            ? new WorkloadKey(autoscaler.TargetKind, autoscaler.TargetName)
            : new WorkloadKey(it.AboutKind, it.AboutName);
        return Owners.SystemsOf(place.Name, about, ImmutableDictionary<string, string>.Empty, place.Systems).Any(owner => owner.Id == system.Id);
    }
}
