using System.Collections.Immutable;
using System.Web;
using OpsConsole.Alerts;

namespace OpsConsole.People;

/// <summary>Whether and how a saved filter calls its person.</summary>
/// <param name="IsOn">Whether a new alert that fits gives a browser notification.</param>
/// <param name="HasSound">Whether it gives a sound.</param>
/// <param name="From">The mildest severity that does.</param>
public sealed record FilterNotice(bool IsOn, bool HasSound, Severity From)
{
    /// <summary>It calls nobody.</summary>
    public static FilterNotice Off { get; } = new(false, false, Severity.Warning);
}

/// <summary>A view of the alert board that somebody gave a name. One that does not read any more is kept as it was, and says why.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The person's own word for it.</param>
/// <param name="Query">The query string of the board, without the question mark: <c>q</c>, <c>show</c>, <c>by</c>, <c>as</c>, <c>sort</c>, <c>x</c>, <c>y</c>.</param>
/// <param name="Place">Its place in the person's list.</param>
/// <param name="Notice">Whether and how it calls.</param>
public sealed record SavedFilter(string Id, string Name, string Query, long Place, FilterNotice Notice)
{
    private readonly Result<AlertFilter> filter = AlertFilter.Parse(HttpUtility.ParseQueryString(Query)["q"] ?? string.Empty);

    /// <summary>The filter; null when it does not read.</summary>
    public AlertFilter? Filter => filter.IsOk ? filter.Value : null;

    /// <summary>Why it does not read; null when it does.</summary>
    public string? Problem => filter.IsOk ? null : filter.Explanation;

    /// <summary>The address of the view.</summary>
    public string Address => Query.Length == 0 ? "alerts" : $"alerts?{Query}";
}

/// <summary>What a view is and is not: from an address, which is anybody's text.</summary>
public static class SavedQuery
{
    /// <summary>The longest query string.</summary>
    public const int Longest = 4_000;

    /// <summary>The parts of an address that belong to a view, in this order.</summary>
    public static ImmutableArray<string> Parts { get; } = ["q", "show", "by", "as", "sort", "x", "y"];

    /// <summary>The part of an address that is the view.</summary>
    /// <param name="address">An address, or its query string with or without the question mark.</param>
    /// <returns>The query string as it is kept, without what is no part of a view.</returns>
    public static string Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var query = mark >= 0 ? address[(mark + 1)..] : address.Contains('=', StringComparison.Ordinal) ? address : string.Empty;
        var hash = query.IndexOf('#', StringComparison.Ordinal);
        var values = HttpUtility.ParseQueryString(hash >= 0 ? query[..hash] : query);
        return string.Join('&', Parts.Where(part => values[part] is { Length: > 0 }).Select(part => $"{part}={Uri.EscapeDataString(values[part]!)}"));
    }
}
