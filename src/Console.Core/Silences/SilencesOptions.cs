using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>What a silence must have here: the section <c>Silences</c> of the configuration.</summary>
public sealed class SilencesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Silences";

    /// <summary>What a ticket looks like, as a regular expression: <c>OPS-\d+</c>. Given, every silence must name one; without, nobody is asked.</summary>
    public string? TicketPattern { get; set; }

    /// <summary>The longest silence by role: <c>8h</c>. Who has several roles has the longest of theirs; the profile's longest_silence holds for everybody.</summary>
    public IDictionary<string, string> LongestByRole { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["responder"] = "8h", ["operator"] = "24h", ["admin"] = "7d" };

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public ImmutableArray<Problem> Problems() =>
    [
        .. TicketPattern is null ? [] : Problem.All(Ticket(TicketPattern)),
        .. LongestByRole.Select(OfRole).OfType<Problem>(),
    ];

    /// <summary>The expression over a text; null when no ticket is asked for.</summary>
    internal Regex? TicketExpression() => TicketPattern is null ? null : Compile(TicketPattern);

    // Linear in time: the text it looks at is a person's.
    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static Problem? Ticket(string pattern)
    {
        const string Where = $"{Section}:{nameof(TicketPattern)}";
        try
        {
            return Problem.When(Compile(pattern).IsMatch(string.Empty), Where, $"'{pattern}' fits a text without any ticket: write for example OPS-\\d+");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new Problem(Where, $"'{pattern}' is no regular expression that can be used: {e.Message}");
        }
    }

    private static Problem? OfRole(KeyValuePair<string, string> longest)
    {
        var where = $"{Section}:{nameof(LongestByRole)}:{longest.Key}";
        return Roles.Find(longest.Key.ToLowerInvariant()) is not { } role || !Actions.Silence.Roles.Contains(role)
                ? new Problem(where, $"'{longest.Key}' is no role that silences: there are {Actions.Silence.RolesInWords()}")
            : !PromDuration.TryParse(longest.Value ?? string.Empty, out var time) || time < TimeSpan.FromMinutes(1)
                ? new Problem(where, $"'{longest.Value}' is no time of a minute or more: write for example 8h or 7d")
            : null;
    }

    /// <summary>Stops the start when something is wrong.</summary>
    internal sealed class Validation : IValidateOptions<SilencesOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, SilencesOptions options) =>
            options.Problems() is { IsEmpty: false } problems ? ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString())) : ValidateOptionsResult.Success;
    }
}
