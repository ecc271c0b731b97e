using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OpsConsole.Alerts;

namespace OpsConsole.Walls;

/// <summary>What somebody asked a wallboard to be.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Title">What stands at its top.</param>
/// <param name="Filter">Which alerts it counts, in the language of the alert board; empty: all.</param>
/// <param name="Zone">The time zone of its first clock: UTC, Europe/Berlin.</param>
/// <param name="OtherZone">The time zone of its second clock; empty: there is none.</param>
public sealed partial record WallWish(string Name, string Title, string Filter, string Zone, string OtherZone)
{
    private const int LongestTitle = 60;
    private const int LongestFilter = 500;

    /// <summary>Whether a text can be a wall's name.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string? name) => name is not null && Names().IsMatch(name);

    /// <summary>All that is wrong with it, by field.</summary>
    public ImmutableArray<Problem> Problems() => Problem.All(
        Problem.When(!IsName(Name), nameof(Name), "1 to 40 small letters, digits and dashes, for the address: support-berlin"),
        Problem.When(string.IsNullOrWhiteSpace(Title) || Title.Length > LongestTitle || Title.Any(char.IsControl), nameof(Title), $"1 to {LongestTitle} characters"),
        Problem.When(Filter.Length > LongestFilter || !AlertFilter.Parse(Filter).IsOk, nameof(Filter), Filter.Length > LongestFilter ? $"at most {LongestFilter} characters" : AlertFilter.Parse(Filter).Explanation),
        Problem.When(WallZone.Find(Zone) is null, nameof(Zone), WallZone.Wrong(Zone)),
        Problem.When(OtherZone.Length > 0 && WallZone.Find(OtherZone) is null, nameof(OtherZone), WallZone.Wrong(OtherZone)));

    [GeneratedRegex(@"\A[a-z0-9](-?[a-z0-9]){0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}

/// <summary>A wallboard: read-only, for a screen that nobody sits at.</summary>
/// <param name="Is">What it is.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="MadeAt">When.</param>
public sealed record Wall(WallWish Is, string MadeBy, DateTimeOffset MadeAt)
{
    /// <summary>Its name in the address.</summary>
    public string Name => Is.Name;

    /// <summary>When its token was made; null: it has none, and only people who are signed in can open it.</summary>
    public DateTimeOffset? TokenAt { get; init; }

    /// <summary>When its token was last used; null when it never was.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The alerts that it counts.</summary>
    public AlertFilter Filter => AlertFilter.Parse(Is.Filter) is { IsOk: true } filter ? filter.Value : AlertFilter.All;
}

/// <summary>A wall's new token.</summary>
/// <param name="Wall">The wall.</param>
/// <param name="Text">The token: shown once and kept nowhere.</param>
public sealed record NewWallToken(Wall Wall, string Text);

/// <summary>Time zones by their names.</summary>
public static class WallZone
{
    /// <summary>A zone; null when there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    public static TimeZoneInfo? Find(string name) => name is { Length: > 0 and <= 60 } && (name == "UTC" || name.Contains('/', StringComparison.Ordinal))

        // A zone is a file of the system: nothing that could lead to another one.
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>What people call it: <c>Berlin</c> of Europe/Berlin.</summary>
    /// <param name="name">Its name.</param>
    public static string Place(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[(name.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    internal static string Wrong(string name) => $"'{(name.Length > 40 ? $"{name[..40]}…" : name)}' is no time zone: write UTC or for example Europe/Berlin";
}
