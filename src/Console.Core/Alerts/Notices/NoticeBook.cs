using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpsConsole.People;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Whether something is to be seen, and to be heard.</summary>
/// <param name="Shows">Seen.</param>
/// <param name="Sounds">Heard.</param>
internal readonly record struct NoticeCall(bool Shows, bool Sounds)
{
    public bool IsAny => Shows || Sounds;

    public NoticeCall And(NoticeCall other) => new(Shows || other.Shows, Sounds || other.Sounds);
}

/// <summary>
/// Tells which alerts are news to a person: those that ask for somebody now (firing, not held back, nobody's), that were not there when the page was opened, and that fit a saved
/// filter of theirs which calls. One that ends being silenced or acknowledged asks anew. It is one page's own and not shared.
/// </summary>
public sealed class NoticeBook
{
    /// <summary>An alert that comes and goes is not told again within this time.</summary>
    public static readonly TimeSpan FlapsWithin = TimeSpan.FromMinutes(5);

    private readonly NoticeStorm storm = new();
    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> toldAt = new(StringComparer.Ordinal);

    // Alerts keep their instance while nothing changes on them: they are judged once.
    private readonly HashSet<Alert> unfit = new(ReferenceEqualityComparer.Instance);
    private ImmutableArray<SavedFilter> calling = [];
    private (AlertBoard? Board, AckBoard? Acks) seen;
    private bool isBegun;
    private int look;

    /// <summary>How many saved filters call.</summary>
    public int Calling => calling.Length;

    /// <summary>Whether one of them is to be heard.</summary>
    public bool HasSound => calling.Any(one => one.Notice.HasSound);

    /// <summary>The person's saved filters, at the beginning and whenever they changed: what fits a new one already is no news.</summary>
    /// <param name="filters">All of them.</param>
    public void Follow(ImmutableArray<SavedFilter> filters)
    {
        ImmutableArray<SavedFilter> calls = [.. filters.Where(one => one is { Filter: not null, Notice: { IsOn: true } or { HasSound: true } })];
        var isSame = calls.Select(one => (one.Query, one.Notice)).SequenceEqual(calling.Select(one => (one.Query, one.Notice)));
        calling = calls;
        if (!isSame)
        {
            isBegun = false;
            unfit.Clear();
        }
    }

    /// <summary>What is news.</summary>
    /// <param name="board">The alerts; null while none are known.</param>
    /// <param name="acks">Who has which.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<Notice> Look(AlertBoard? board, AckBoard acks, SystemCatalog catalog, DateTimeOffset now)
    {
        if (board is null || calling.IsEmpty)
        {
            return [];
        }

        var isNothingNew = isBegun && ReferenceEquals(board, seen.Board) && ReferenceEquals(acks, seen.Acks) && !calling.Any(one => one.Filter!.NamesAges);
        seen = (board, acks);
        var fresh = isNothingNew ? [] : Fresh(board, acks, now);
        if (!isBegun)
        {
            isBegun = true;
            return [];
        }

        return storm.Tell(fresh, catalog, now);
    }

    private List<(Alert Alert, NoticeCall Call)> Fresh(AlertBoard board, AckBoard acks, DateTimeOffset now)
    {
        look++;
        var fresh = new List<(Alert, NoticeCall)>();
        foreach (var alert in board.Alerts)
        {
            if (alert.State is not AlertState.Firing || alert.AsksNobody || acks.Of(alert) is not null)
            {
                continue;
            }

            ref var its = ref CollectionsMarshal.GetValueRefOrNullRef(known, alert.Fingerprint);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref its) && its.StartsAt == alert.StartsAt)
            {
                its = its with { Look = look };
            }
            else if (!unfit.Contains(alert) && Judge(alert, now) is { IsAny: true } call)
            {
                known[alert.Fingerprint] = new Known(alert.StartsAt, look);
                if (isBegun && !Flaps(alert, now))
                {
                    fresh.Add((alert, call));
                }
            }
        }

        Forget(board, now);
        return fresh;
    }

    private NoticeCall Judge(Alert alert, DateTimeOffset now)
    {
        var (call, mayFitLater) = (default(NoticeCall), false);
        foreach (var one in calling)
        {
            if (alert.Severity > one.Notice.From)
            {
                continue;
            }

            if (one.Filter!.Matches(alert, now))
            {
                call = call.And(new NoticeCall(one.Notice.IsOn, one.Notice.HasSound));
            }
            else
            {
                mayFitLater |= one.Filter.NamesAges;
            }
        }

        if (!call.IsAny && !mayFitLater)
        {
            unfit.Add(alert);
        }

        return call;
    }

    private bool Flaps(Alert alert, DateTimeOffset now)
    {
        var flaps = toldAt.TryGetValue(alert.Fingerprint, out var at) && now - at < FlapsWithin;
        if (!flaps)
        {
            toldAt[alert.Fingerprint] = now;
        }

        return flaps;
    }

    private void Forget(AlertBoard board, DateTimeOffset now)
    {
        foreach (var gone in known.Where(one => one.Value.Look != look).Select(one => one.Key).ToList())
        {
            known.Remove(gone);
        }

        foreach (var old in toldAt.Where(one => now - one.Value >= FlapsWithin).Select(one => one.Key).ToList())
        {
            toldAt.Remove(old);
        }

        if (unfit.Count > (2 * board.Alerts.Length) + 100)
        {
            unfit.IntersectWith(board.Alerts);
        }
    }

    private readonly record struct Known(DateTimeOffset StartsAt, int Look);
}
