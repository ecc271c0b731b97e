using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>What Alertmanager's silences mean for the console.</summary>
internal static class SilenceAnswers
{
    public static Silence Of(SilenceDto silence, string source)
    {
        var matchers = ImmutableArray.CreateBuilder<Matcher>();
        var unjudged = ImmutableArray.CreateBuilder<string>();
        foreach (var matcher in silence.Matchers ?? [])
        {
            var kind = Kind(matcher);
            var made = Matcher.Create(matcher.Name ?? string.Empty, kind, matcher.Value ?? string.Empty);
            if (made.IsOk)
            {
                matchers.Add(made.Value);
            }
            else
            {
                unjudged.Add($"{matcher.Name}{MatcherSyntax.Operator(kind)}{MatcherSyntax.Quote(matcher.Value ?? string.Empty)}");
            }
        }

        return new(source, silence.Id ?? throw new JsonException("a silence without id"), matchers.ToImmutable(), silence.StartsAt, silence.EndsAt,
            silence.CreatedBy ?? string.Empty, silence.Comment ?? string.Empty, State(silence.Status?.State))
        {
            Unjudged = unjudged.ToImmutable(),
            UpdatedAt = silence.UpdatedAt,
        };
    }

    private static MatchKind Kind(MatcherDto matcher) => (matcher.IsRegex, matcher.IsEqual ?? true) switch
    {
        (false, true) => MatchKind.Equal,
        (false, false) => MatchKind.NotEqual,
        (true, true) => MatchKind.Regex,
        (true, false) => MatchKind.NotRegex,
    };

    private static SilenceState State(string? state) => state switch
    {
        "active" => SilenceState.Active,
        "pending" => SilenceState.Pending,
        "expired" => SilenceState.Expired,
        _ => throw new JsonException($"a silence in a state nobody knows: {state}"),
    };
}
