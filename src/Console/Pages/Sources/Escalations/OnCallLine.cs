using OpsConsole.Incidents;

namespace OpsConsole.Pages.Sources.Escalations;

/// <summary>Who is on call in a rotation, and who is next.</summary>
/// <param name="Rotation">Its name.</param>
/// <param name="Now">Who is on call; null for nobody.</param>
/// <param name="Until">When that turn ends; null for nobody.</param>
/// <param name="IsStandIn">Whether they stand in for somebody.</param>
/// <param name="Next">Who is next; null for nobody.</param>
/// <param name="From">When their turn begins; null when nobody follows.</param>
public sealed record OnCallLine(string Rotation, string? Now, DateTimeOffset? Until, bool IsStandIn, string? Next, DateTimeOffset? From)
{
    /// <summary>Looks at a rotation.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="roster">Who its names are.</param>
    /// <param name="at">The time.</param>
    public static OnCallLine Of(Rotation rotation, Roster roster, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        ArgumentNullException.ThrowIfNull(roster);
        var shifts = rotation.ShiftsFrom(at).Take(2).ToList();
        var now = shifts is [var first, ..] && first.Start <= at ? first : null;
        var next = now is null ? shifts.FirstOrDefault() : shifts.ElementAtOrDefault(1);
        return new OnCallLine(rotation.Name, Names(now, at), now?.End, now?.IsOverride is true, next is null ? null : Names(next, next.Start), next?.Start);

        // One turn may be another rotation's: then it is who has that.
        string? Names(Shift? shift, DateTimeOffset when) => shift is null ? null
            : string.Join(", ", roster.WhoIs(shift.Who, when).Select(one => one.Name)) is { Length: > 0 } names ? names : $"nobody ({shift.Who})";
    }
}
