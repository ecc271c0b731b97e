using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Makes one board of what all Alertmanagers and rule evaluators said.</summary>
internal static class AlertMerge
{
    /// <summary>Merges.</summary>
    /// <param name="alertmanagers">What each Alertmanager said last.</param>
    /// <param name="rules">What each Prometheus said last of its rules.</param>
    /// <param name="catalog">The systems, which claim alerts.</param>
    /// <param name="before">The board before; alerts that did not change keep their instance, so that a page redraws only what changed.</param>
    /// <returns>The new board, or <paramref name="before"/> itself when nothing changed.</returns>
    public static AlertBoard Merge(
        ImmutableArray<SourceReading<Alert>> alertmanagers, ImmutableArray<SourceReading<RuleGroup>> rules, SystemCatalog catalog, AlertBoard before)
    {
        var merged = new Dictionary<string, Merging>(StringComparer.Ordinal);
        foreach (var reading in alertmanagers)
        {
            foreach (var alert in reading.Items)
            {
                Add(merged, alert, reading.Source, reading.IsSilent);
            }
        }

        AddFromRules(merged, rules, firingToo: alertmanagers.IsEmpty || alertmanagers.Any(reading => reading.IsSilent));
        var known = before.Alerts.ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var alerts = merged.Values.Select(merging => Settle(merging, catalog, known)).ToArray();
        Array.Sort(alerts, AlertOrder.WorstFirst);
        ImmutableArray<string> silent =
            [.. alertmanagers.Where(reading => reading.IsSilent).Select(reading => reading.Source),
             .. rules.Where(reading => reading.IsSilent).Select(reading => reading.Source)];
        return alerts.AsSpan().SequenceEqual(before.Alerts.AsSpan(), ReferenceEqualityComparer.Instance) && silent.SequenceEqual(before.Silent)
            ? before
            : new AlertBoard([.. alerts], silent);
    }

    private static void Add(Dictionary<string, Merging> merged, Alert alert, string source, bool isSilent)
    {
        if (!merged.TryGetValue(alert.Fingerprint, out var merging))
        {
            merged[alert.Fingerprint] = merging = new Merging();
        }

        merging.Add(alert, source, isSilent);
    }

    /// <summary>
    /// Pending alerts are known to the rules only. Firing ones are an Alertmanager's to tell, but while one is silent its new alerts
    /// would be missed, so that they are taken from the rules too.
    /// </summary>
    private static void AddFromRules(Dictionary<string, Merging> merged, ImmutableArray<SourceReading<RuleGroup>> rules, bool firingToo)
    {
        var delivered = new DeliveredAlerts(merged.Values.Select(merging => merging.Chosen));
        foreach (var reading in rules)
        {
            foreach (var alert in reading.Items.SelectMany(group => group.Rules).SelectMany(rule => rule.Alerts))
            {
                if ((firingToo || alert.State == AlertState.Pending) && !delivered.Contains(alert))
                {
                    Add(merged, alert, reading.Source, reading.IsSilent);
                }
            }
        }
    }

    private static Alert Settle(Merging merging, SystemCatalog catalog, Dictionary<string, Alert> known)
    {
        var alert = merging.Settled();
        var claimedBy = catalog.Systems.FirstOrDefault(system => system.Claims(alert.Labels))?.Profile.Id;
        alert = alert.System == claimedBy ? alert : alert with { System = claimedBy };
        return known.TryGetValue(alert.Fingerprint, out var before) && IsSame(alert, before) ? before : alert;
    }

    private static bool IsSame(Alert one, Alert other) => one.State == other.State && one.StartsAt == other.StartsAt && one.System == other.System
        && Nullable.Equals(one.Value, other.Value) && one.Labels.Equals(other.Labels) && one.Annotations.Equals(other.Annotations)
        && Equals(one.GeneratorUrl, other.GeneratorUrl) && one.SilencedBy.SequenceEqual(other.SilencedBy)
        && one.InhibitedBy.SequenceEqual(other.InhibitedBy) && one.Origins.SequenceEqual(other.Origins)
        && one.Receivers.SequenceEqual(other.Receivers) && one.Views.SequenceEqual(other.Views);

    /// <summary>One alert, as several sources see it.</summary>
    private sealed class Merging
    {
        private readonly List<(Alert Alert, string Source, bool IsSilent)> seen = [];

        /// <summary>The one whose annotations count: from a source that answers, if there is one.</summary>
        public Alert Chosen => seen.Find(view => !view.IsSilent).Alert ?? seen[0].Alert;

        public void Add(Alert alert, string source, bool isSilent) => seen.Add((alert, source, isSilent));

        public Alert Settled()
        {
            // The common case, twenty thousand times: one source, nothing to settle.
            if (seen is [var (only, origin, _)])
            {
                return only.Origins is [var named] && named == origin ? only : only with { Origins = [origin] };
            }

            // Sources that answer outvote those whose word is old; among equals, firing wins: somebody is being notified.
            var votes = seen.Exists(view => !view.IsSilent) ? seen.FindAll(view => !view.IsSilent) : seen;
            return Chosen with
            {
                State = votes.Select(view => view.Alert.State).MinBy(Precedence),
                StartsAt = votes.Min(view => view.Alert.StartsAt),
                SilencedBy = Union(votes.SelectMany(view => view.Alert.SilencedBy)),
                InhibitedBy = Union(votes.SelectMany(view => view.Alert.InhibitedBy)),
                Receivers = Union(votes.SelectMany(view => view.Alert.Receivers)),
                Origins = Union(seen.Select(view => view.Source)),
                Views = seen.Exists(view => view.Alert.State != seen[0].Alert.State)
                    ? [.. seen.Select(view => new AlertView(view.Source, view.Alert.State)).Distinct()]
                    : [],
            };
        }

        private static int Precedence(AlertState state) => state switch
        {
            AlertState.Firing => 0,
            AlertState.Silenced => 1,
            AlertState.Inhibited => 2,
            _ => 3,
        };

        private static ImmutableArray<string> Union(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal)];
    }
}
