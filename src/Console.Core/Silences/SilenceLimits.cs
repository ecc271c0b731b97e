using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OpsConsole.Access;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>The longest silence that somebody may ask for.</summary>
/// <param name="Role">The role that gives it.</param>
/// <param name="Longest">How long.</param>
public sealed record SilenceLimit(Role Role, TimeSpan Longest);

/// <summary>What silences are held to, beside the profile of their system: tickets, and how long a role may silence.</summary>
public sealed class SilenceLimits
{
    private readonly ImmutableArray<SilenceLimit> limits;
    private readonly IAccessRules rules;
    private readonly Regex? ticket;

    /// <summary>Made of the settings.</summary>
    /// <param name="options">The settings, validated.</param>
    /// <param name="rules">Who has which role where.</param>
    public SilenceLimits(SilencesOptions options, IAccessRules rules)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.rules = rules;
        ticket = options.TicketExpression();
        TicketPattern = options.TicketPattern;
        limits =
        [
            .. options.LongestByRole.Select(one => new SilenceLimit(Roles.Find(one.Key.ToLowerInvariant())!.Value, PromDuration.Parse(one.Value).Value))
                .OrderByDescending(limit => limit.Longest),
        ];
    }

    /// <summary>Nobody is limited, and nobody asked for a ticket.</summary>
    public static SilenceLimits None { get; } = new(Empty(), AccessRules.Nobody);

    /// <summary>What a ticket looks like; null when none is asked for.</summary>
    public string? TicketPattern { get; }

    /// <summary>Whether every silence must name a ticket.</summary>
    public bool AsksTicket => ticket is not null;

    /// <summary>The ticket that a text names; null when it names none. Where nobody says what one looks like, any text is one.</summary>
    /// <param name="text">The text.</param>
    public string? TicketIn(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : ticket is null ? text.Trim()
        : ticket.Match(text) is { Success: true, Value: { Length: > 0 } found } ? found
        : null;

    /// <summary>How long a person may silence alerts of a system; null when nothing but the profile limits them.</summary>
    /// <param name="person">Who.</param>
    /// <param name="system">The system's id.</param>
    public SilenceLimit? Of(Person person, string system)
    {
        // The same question for one role alone: grants, systems and a token's narrowing count as they always do.
        bool Has(Role role) => rules.Decide(person, Actions.Silence with { Roles = [role] }, system).IsAllowed;
        var theirs = Actions.Silence.Roles.Where(Has).ToList();
        return theirs.Exists(role => limits.All(limit => limit.Role != role)) ? null : limits.FirstOrDefault(limit => theirs.Contains(limit.Role));
    }

    private static SilencesOptions Empty()
    {
        var options = new SilencesOptions();
        options.LongestByRole.Clear();
        return options;
    }
}
