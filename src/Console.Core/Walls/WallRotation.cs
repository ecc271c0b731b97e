using System.Collections.Immutable;

namespace OpsConsole.Walls;

/// <summary>What a wall's page is about.</summary>
public enum WallSubject
{
    /// <summary>The systems: who needs somebody, and the others.</summary>
    Systems,

    /// <summary>Error budgets.</summary>
    Budgets,

    /// <summary>Queues and what fills up.</summary>
    Queues,
}

/// <summary>One page of a wall: so much as fits a screen.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Skip">How many of its kind stand on pages before.</param>
/// <param name="Take">How many stand on it.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Of">How many pages there are.</param>
public sealed record WallPage(WallSubject Subject, int Skip, int Take, int Number, int Of);

/// <summary>
/// Shows what does not fit one screen by turns, by the clock alone: nobody need press anything, and all screens of a room show the same page. Counts and alarms
/// stand on each.
/// </summary>
public static class WallRotation
{
    /// <summary>How many systems that need somebody stand on a page.</summary>
    public const int Systems = 2;

    /// <summary>How many budgets or queues stand on a page.</summary>
    public const int Lines = 6;

    /// <summary>How long a page is shown.</summary>
    public static TimeSpan Each { get; } = TimeSpan.FromSeconds(12);

    /// <summary>The pages of a picture: one at least.</summary>
    /// <param name="picture">The picture.</param>
    public static ImmutableArray<WallPage> Pages(WallPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        (WallSubject Subject, (int Skip, int Take) Part)[] all =
        [
            .. Parts(Math.Max(1, picture.Troubled.Length), Systems).Select(part => (WallSubject.Systems, part)),
            .. Parts(picture.Budgets.Length, Lines).Select(part => (WallSubject.Budgets, part)),
            .. Parts(picture.Queues.Length, Lines).Select(part => (WallSubject.Queues, part)),
        ];
        return [.. all.Select((page, index) => new WallPage(page.Subject, page.Part.Skip, page.Part.Take, index + 1, all.Length))];
    }

    /// <summary>The page whose turn it is.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="now">The time.</param>
    public static WallPage At(ImmutableArray<WallPage> pages, DateTimeOffset now) => pages[(int)(now.UtcTicks / Each.Ticks % pages.Length)];

    /// <summary>When the next page's turn comes.</summary>
    /// <param name="now">The time.</param>
    public static TimeSpan UntilNext(DateTimeOffset now) => TimeSpan.FromTicks(Each.Ticks - (now.UtcTicks % Each.Ticks));

    // Evenly: eleven are six and five, not ten and one.
    private static IEnumerable<(int Skip, int Take)> Parts(int count, int most)
    {
        var parts = (count + most - 1) / most;
        var each = parts == 0 ? 0 : (count + parts - 1) / parts;
        return Enumerable.Range(0, parts).Select(part => (part * each, each));
    }
}
