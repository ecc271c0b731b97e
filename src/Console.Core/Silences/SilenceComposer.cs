using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>Makes the board: which silences there are, what each fits of the alerts of now, and how they stand to each other.</summary>
public static class SilenceComposer
{
    /// <summary>Composes.</summary>
    /// <param name="readings">What each Alertmanager said last.</param>
    /// <param name="alerts">The alerts of now; null when none were ever read.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="before">The board before; a silence of which nothing changed keeps its instance, so that a page redraws only what changed.</param>
    /// <returns>The new board, or <paramref name="before"/> itself when nothing changed.</returns>
    public static SilenceBoard Compose(
        ImmutableArray<SourceReading<SilenceList>> readings, AlertBoard? alerts, SystemCatalog catalog, SilenceBoard before)
    {
        var merged = SilenceMerge.Of(readings).ToLookup(seen => seen.Silence.State is SilenceState.Expired);
        var kinship = new SilenceKinship(merged[false]);
        var index = alerts is null ? null : new AlertIndex(alerts.Alerts, [.. readings.Select(reading => reading.Source)]);
        var known = before.Silences.ToDictionary(seen => seen.Silence.Id, StringComparer.Ordinal);
        ImmutableArray<SeenSilence> silences =
        [
            .. merged[false].Select(seen => Settle(seen, index, catalog, kinship)).OrderBy(seen => seen.Silence.State is SilenceState.Pending)
                .ThenBy(seen => seen.Silence.State is SilenceState.Pending ? seen.Silence.StartsAt : seen.Silence.EndsAt).ThenBy(seen => seen.Silence.Id, StringComparer.Ordinal)
                .Select(seen => Keep(seen, known)),
            .. merged[true].OrderByDescending(seen => seen.Silence.EndsAt).ThenBy(seen => seen.Silence.Id, StringComparer.Ordinal).Take(SilenceBoard.MostExpired)
                .Select(seen => Keep(seen with { Systems = Named(seen.Silence, catalog) }, known)),
        ];
        var silent = readings.Where(reading => reading.IsSilent)
            .ToImmutableSortedDictionary(reading => reading.Source, reading => reading.Problem ?? $"{reading.Source} has not answered yet", StringComparer.Ordinal);
        var board = new SilenceBoard(silences, SilenceMerge.Expired(readings), silent);
        return IsSame(board, before) ? before : board;
    }

    private static SeenSilence Settle(SeenSilence seen, AlertIndex? index, SystemCatalog catalog, SilenceKinship kinship)
    {
        var reach = index is null ? null : new SilenceReach([.. index.FitBy(seen)]);
        return seen with
        {
            Reach = reach,
            Systems = [.. (reach?.Alerts.Select(alert => alert.System).OfType<string>() ?? []).Concat(Named(seen.Silence, catalog)).Distinct(StringComparer.Ordinal)],
            WholeSystems = [.. catalog.Systems.Where(system => HoldsWhole(seen.Silence, system)).Select(system => system.Profile.Id)],
            SameAs = kinship.SameAs(seen),
            Within = kinship.Within(seen),
        };
    }

    /// <summary>The systems that its matchers name, whether or not any of their alerts fires.</summary>
    private static ImmutableArray<string> Named(Silence silence, SystemCatalog catalog)
    {
        var labels = LabelSet.Of(silence.Matchers.Where(matcher => matcher.Kind is MatchKind.Equal && matcher.Value.Length > 0)
            .DistinctBy(matcher => matcher.Label).Select(matcher => KeyValuePair.Create(matcher.Label, matcher.Value)));
        return [.. catalog.Systems.Where(system => !system.Claim.IsEmpty && (system.Claims(labels) || HoldsWhole(silence, system))).Select(system => system.Profile.Id)];
    }

    /// <summary>Whether every alert that the system claims fits it: each of its matchers asks no more than the claim does.</summary>
    private static bool HoldsWhole(Silence silence, LoadedSystem system) => silence.Unjudged.IsEmpty && !silence.Matchers.IsEmpty
        && silence.Matchers.All(matcher => system.Claim.Any(claim => claim.Equals(matcher)
            || (claim.Kind is MatchKind.Equal && claim.Label == matcher.Label && matcher.Matches(claim.Value))));

    private static SeenSilence Keep(SeenSilence seen, Dictionary<string, SeenSilence> known) =>
        known.TryGetValue(seen.Silence.Id, out var before) && IsSame(seen, before) ? before : seen;

    private static bool IsSame(SilenceBoard one, SilenceBoard other) => one.Expired == other.Expired && one.Silent.SequenceEqual(other.Silent)
        && one.Silences.AsSpan().SequenceEqual(other.Silences.AsSpan(), ReferenceEqualityComparer.Instance);

    private static bool IsSame(SeenSilence one, SeenSilence other) => IsSame(one.Silence, other.Silence) && IsSame(one.Reach, other.Reach)
        && one.Origins.SequenceEqual(other.Origins) && one.Systems.SequenceEqual(other.Systems) && one.WholeSystems.SequenceEqual(other.WholeSystems)
        && one.SameAs.SequenceEqual(other.SameAs) && one.Within.SequenceEqual(other.Within);

    private static bool IsSame(Silence one, Silence other) => one with { Matchers = other.Matchers, Unjudged = other.Unjudged } == other
        && one.Matchers.SequenceEqual(other.Matchers) && one.Unjudged.SequenceEqual(other.Unjudged);

    private static bool IsSame(SilenceReach? one, SilenceReach? other) => one is null || other is null ? one is null && other is null
        : one.Alerts.AsSpan().SequenceEqual(other.Alerts.AsSpan(), ReferenceEqualityComparer.Instance);
}
