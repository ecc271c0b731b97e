using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Host;

/// <summary>Silences of which everything is known: one that ends soon, one that fits nothing, one that is to come and one that is over.</summary>
internal static class SomeSilences
{
    public const string EndsSoon = "11111111-1111-4111-8111-111111111111";
    public const string FitsNothing = "22222222-2222-4222-8222-222222222222";
    public const string ToCome = "33333333-3333-4333-8333-333333333333";
    public const string Over = "44444444-4444-4444-8444-444444444444";

    private static readonly SystemCatalog Catalog = new(
        [new(Known.Billing, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"), new(Known.Search, [Matcher.Parse("system=\"search\"").Value], "search.yaml")], []);

    /// <summary>A silence that began an hour ago.</summary>
    public static Silence Silence(string id, string matchers, double hoursLeft, SilenceState state = SilenceState.Active, string comment = "planned work", string author = "ada")
    {
        var now = TimeProvider.System.GetUtcNow();
        var starts = state is SilenceState.Pending ? now.AddHours(1) : now.AddHours(-4);
        return new Silence("main", id, [.. matchers.Split(", ").Select(matcher => Matcher.Parse(matcher).Value)], starts, now.AddHours(hoursLeft), author, comment, state)
        {
            UpdatedAt = starts,
        };
    }

    /// <summary>Has them on the live state, and what they fit of its alerts.</summary>
    public static void See(LiveState live) => See(live, null,
        Silence(EndsSoon, "system=\"billing\"", 0.5),
        Silence(FitsNothing, "alertname=\"Never\"", 5, comment: "left behind"),
        Silence(ToCome, "alertname=~\"Billing.*\", severity=\"critical\"", 8, SilenceState.Pending, "patching", "ben"),
        Silence(Over, "alertname=\"SearchSlow\", system=\"search\"", -1, SilenceState.Expired, "over"));

    /// <summary>Has these on the live state.</summary>
    public static void See(LiveState live, string? silent, params ImmutableArray<Silence> silences) => live.Silences.Observed(SilenceComposer.Compose(
        [new("main", [new(silences, silences.Count(silence => silence.State is SilenceState.Expired))], TimeProvider.System.GetUtcNow(), silent), new("west", [new([], 0)], TimeProvider.System.GetUtcNow(), null)],
        live.Alerts.Current.Value, Catalog, SilenceBoard.Empty));
}
