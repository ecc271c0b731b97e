using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Keeps many alerts at once from being many notices: a few are told one by one, then one notice counts them.</summary>
internal sealed class NoticeStorm
{
    /// <summary>So many within <see cref="Window"/> are told one by one.</summary>
    public const int Single = 3;

    /// <summary>A storm is over when nothing new came for so long.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(10);

    private readonly Queue<DateTimeOffset> told = new();
    private DateTimeOffset until = DateTimeOffset.MinValue;
    private DateTimeOffset saidAt = DateTimeOffset.MinValue;
    private int count;
    private int said;
    private Alert? worst;
    private NoticeCall calls;

    /// <summary>What is told of new alerts.</summary>
    /// <param name="fresh">The new ones; may be none: then what was held back may be due.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<Notice> Tell(IReadOnlyList<(Alert Alert, NoticeCall Call)> fresh, SystemCatalog catalog, DateTimeOffset now)
    {
        while (told.TryPeek(out var first) && now - first >= Window)
        {
            told.Dequeue();
        }

        var isOn = now < until;
        if (!isOn && told.Count + fresh.Count <= Single)
        {
            var late = count > said ? Say(catalog, now, default) : [];
            (count, said, worst) = (0, 0, null);
            foreach (var _ in fresh)
            {
                told.Enqueue(now);
            }

            return [.. late, .. fresh.Select(one => NoticeWords.One(one.Alert, catalog, one.Call))];
        }

        return Count(fresh, catalog, now, isOn);
    }

    private ImmutableArray<Notice> Count(IReadOnlyList<(Alert Alert, NoticeCall Call)> fresh, SystemCatalog catalog, DateTimeOffset now, bool isOn)
    {
        if (!isOn)
        {
            (count, said, worst, calls) = (told.Count, 0, null, default);
        }

        var isWorse = false;
        foreach (var (alert, call) in fresh)
        {
            (isWorse, worst) = worst is null || alert.Severity < worst.Severity ? (true, alert) : (isWorse, worst);
            calls = calls.And(call);
        }

        count += fresh.Count;
        until = fresh.Count > 0 ? now + Window : until;
        return isWorse || (count > said && now - saidAt >= SayAgainAfter) ? Say(catalog, now, isWorse ? calls : calls with { Sounds = false }) : [];
    }

    private ImmutableArray<Notice> Say(SystemCatalog catalog, DateTimeOffset now, NoticeCall call)
    {
        (saidAt, said) = (now, count);
        return worst is null ? [] : [NoticeWords.Many(count, worst, catalog, call.IsAny ? call : calls with { Sounds = false })];
    }
}
