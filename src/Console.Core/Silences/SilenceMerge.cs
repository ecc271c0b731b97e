using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>Makes one list of what all Alertmanagers said: those of one cluster have the same silences, under the same ids.</summary>
internal static class SilenceMerge
{
    /// <summary>Each silence once, with the Alertmanagers that have it.</summary>
    /// <param name="readings">What each Alertmanager said last.</param>
    public static IEnumerable<SeenSilence> Of(ImmutableArray<SourceReading<SilenceList>> readings)
    {
        var told = readings.SelectMany(reading => reading.Items.SelectMany(list => list.Silences).Select(silence => (Silence: silence, reading.IsSilent)));
        return told.GroupBy(one => one.Silence.Id, StringComparer.Ordinal).Select(same => new SeenSilence(
            Newest(same.ToList()), [.. same.Select(one => one.Silence.Source).Distinct(StringComparer.Ordinal)]));
    }

    /// <summary>How many are over. Members of one cluster tell of the same ones, so that only the most that one of them tells count.</summary>
    /// <param name="readings">What each Alertmanager said last.</param>
    public static int Expired(ImmutableArray<SourceReading<SilenceList>> readings)
    {
        var clusters = new List<(HashSet<string> Ids, int Expired)>();
        foreach (var list in readings.SelectMany(reading => reading.Items))
        {
            var ids = list.Silences.Select(silence => silence.Id).ToHashSet(StringComparer.Ordinal);
            var most = list.Expired;
            foreach (var known in clusters.Where(cluster => cluster.Ids.Overlaps(ids)).ToList())
            {
                clusters.Remove(known);
                ids.UnionWith(known.Ids);
                most = Math.Max(most, known.Expired);
            }

            clusters.Add((ids, most));
        }

        return clusters.Sum(cluster => cluster.Expired);
    }

    // A member may not have heard yet of the last change; one that does not answer will not.
    private static Silence Newest(List<(Silence Silence, bool IsSilent)> told)
    {
        var answering = told.FindAll(one => !one.IsSilent);
        return (answering.Count > 0 ? answering : told).MaxBy(one => one.Silence.UpdatedAt ?? DateTimeOffset.MinValue).Silence;
    }
}
