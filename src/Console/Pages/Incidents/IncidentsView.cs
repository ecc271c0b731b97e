using System.Globalization;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Incidents;

/// <summary>What of the incidents somebody looks at; it is in the address.</summary>
public sealed record IncidentsView
{
    private const int Longest = 100;

    /// <summary>Only those of a system that ended; empty for all.</summary>
    public string System { get; init; } = string.Empty;

    /// <summary>Only those that ended and that hold these words; empty for all.</summary>
    public string Words { get; init; } = string.Empty;

    /// <summary>Only those that ended and were opened before this one; null from the newest on.</summary>
    public string? Before { get; init; }

    /// <summary>Of how many days the response times are.</summary>
    public int Days { get; init; } = ResponseTimesDesk.Periods[0];

    /// <summary>Whether all that ended are shown.</summary>
    public bool IsUnfiltered => System.Length == 0 && Words.Length == 0;

    /// <summary>Reads an address: what makes no sense there is left out.</summary>
    /// <param name="system">The system.</param>
    /// <param name="words">The words.</param>
    /// <param name="before">The id.</param>
    /// <param name="days">The days.</param>
    public static IncidentsView Read(string? system, string? words, string? before, string? days) => new()
    {
        System = Cut(system),
        Words = Cut(words),
        Before = Cut(before) is { Length: > 0 } id ? id : null,
        Days = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && ResponseTimesDesk.Periods.Contains(number) ? number : ResponseTimesDesk.Periods[0],
    };

    /// <summary>Where it is seen.</summary>
    public string Address()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("system", System), ("q", Words), ("before", Before), ("days", Days == ResponseTimesDesk.Periods[0] ? null : Days.ToString(CultureInfo.InvariantCulture)),
        };
        var query = string.Join('&', parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "incidents" : $"incidents?{query}";
    }

    /// <summary>Whether an incident holds the words: in its title, its cause, or a name of who is on it.</summary>
    /// <param name="incident">The incident.</param>
    public bool Fits(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return Words.Length == 0
            || new[] { incident.Id, incident.Title, incident.Cause }.Concat(incident.Members.Select(member => member.Name)).Any(text => text.Contains(Words, StringComparison.OrdinalIgnoreCase));
    }

    private static string Cut(string? text) => text is null ? string.Empty : text.Length <= Longest ? text.Trim() : text[..Longest].Trim();
}
