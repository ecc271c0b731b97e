using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Upstream;

namespace OpsConsole.Silences;

/// <summary>How the silences of an occurrence should be.</summary>
/// <param name="Mark">What tells them from all others.</param>
/// <param name="Matchers">What they ask for.</param>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="By">Who is named as their author.</param>
/// <param name="Comment">Their comment, with the mark.</param>
internal sealed record WantedSilence(string Mark, ImmutableArray<Matcher> Matchers, DateTimeOffset Start, DateTimeOffset End, string By, string Comment)
{
    /// <summary>What changes them when it changes.</summary>
    public string Key => $"{string.Join(", ", Matchers)} until {MaintenanceRecord.Text(End)}";
}

/// <summary>What was seen and done at the Alertmanagers.</summary>
/// <param name="Silences">The silences that are there, by Alertmanager.</param>
/// <param name="Problems">Why not elsewhere, a sentence for each.</param>
/// <param name="EndedBy">A silence that somebody ended by other means; null for none.</param>
internal sealed record PlacesAnswer(ImmutableSortedDictionary<string, HeldSilence> Silences, ImmutableArray<string> Problems, string? EndedBy);

/// <summary>
/// Brings silences to the Alertmanagers and takes them away. Members of one cluster tell each other: so one new silence is made at a time, and whoever has not heard of it in the
/// next round is no member, and gets one of its own. Looked for before anything is made: what was made before a crash is found by its mark.
/// </summary>
/// <param name="writers">The Alertmanagers, to change.</param>
/// <param name="sources">The Alertmanagers, to look at.</param>
/// <param name="live">Where it is told who is in one cluster.</param>
internal sealed class MaintenancePlaces(IEnumerable<ISilenceWriter> writers, IEnumerable<ISilenceSource> sources, LiveState live)
{
    // Ended ones are looked at, too: somebody may have ended ours.
    private const int MostExpired = 500;
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(2);

    /// <summary>Sees to it that the silences are there, and as they should be.</summary>
    /// <param name="known">Those that were noted.</param>
    /// <param name="wanted">How they should be.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<PlacesAnswer> KeepAsync(ImmutableSortedDictionary<string, HeldSilence> known, WantedSilence wanted, CancellationToken cancellation)
    {
        var (held, problems, ended, isMade) = (known, new List<(string Place, string Says)>(), (string?)null, false);
        foreach (var writer in writers)
        {
            try
            {
                var seen = await FindAsync(writer, known.GetValueOrDefault(writer.Name), wanted.Mark, cancellation).ConfigureAwait(false);
                var noted = known.GetValueOrDefault(writer.Name);
                if (seen is { State: SilenceState.Expired } && noted?.Wrote == wanted.Key)
                {
                    // Its own clock may be ahead of ours: over in its time is not ended by somebody.
                    ended = seen.EndsAt < wanted.End - Near ? seen.Id : ended;
                }
                else if (seen is null or { State: SilenceState.Expired })
                {
                    if (!isMade)
                    {
                        isMade = true;
                        held = held.SetItem(writer.Name, await PutAsync(writer, wanted, null, cancellation).ConfigureAwait(false));
                    }
                }
                else
                {
                    held = held.SetItem(writer.Name, IsAsWanted(seen, noted, wanted) ? new HeldSilence(seen.Id, wanted.Key) : await PutAsync(writer, wanted, seen, cancellation).ConfigureAwait(false));
                }
            }
            catch (UpstreamException e)
            {
                problems.Add((writer.Name, $"{writer.Name}: {Sentence(e.Message)}"));
            }
        }

        // Of a cluster one member is enough: the others hear of it, and that one is away is said on every page anyway.
        ImmutableArray<string> told = [.. problems.Where(problem => !held.Keys.Any(place => AreOne(place, problem.Place) && problems.TrueForAll(other => other.Place != place))).Select(problem => problem.Says)];
        return new PlacesAnswer(held, writers.Any() ? told : ["no Alertmanager is configured"], ended);
    }

    /// <summary>Sees to it that the silences are gone.</summary>
    /// <param name="known">Those that were noted.</param>
    /// <param name="mark">What tells them from all others.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ImmutableArray<string>> EndAsync(ImmutableSortedDictionary<string, HeldSilence> known, string mark, CancellationToken cancellation)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var writer in writers)
        {
            try
            {
                if (await FindAsync(writer, known.GetValueOrDefault(writer.Name), mark, cancellation).ConfigureAwait(false) is { State: not SilenceState.Expired } seen)
                {
                    await writer.ExpireAsync(seen.Id, cancellation).ConfigureAwait(false);
                }
            }
            catch (UpstreamException e)
            {
                problems.Add($"{writer.Name}: {Sentence(e.Message)}");
            }
        }

        return problems.ToImmutable();
    }

    /// <summary>How many alerts of now it fits; null when the alerts are not known.</summary>
    /// <param name="matchers">What it asks for.</param>
    public int? Matched(ImmutableArray<Matcher> matchers) => live.Alerts.Current.Value?.Alerts.Count(alert => alert.State is not AlertState.Pending && matchers.All(matcher => matcher.Matches(alert.Labels)));

    /// <summary>The noted one, or else the one with the mark: a living one before one that is over.</summary>
    private async Task<Silence?> FindAsync(ISilenceWriter writer, HeldSilence? noted, string mark, CancellationToken cancellation)
    {
        if (noted is not null && await writer.FindAsync(noted.Id, cancellation).ConfigureAwait(false) is { State: not SilenceState.Expired } there)
        {
            return there;
        }

        var source = sources.First(one => one.Name == writer.Name);
        var all = (await source.LatestAsync(MostExpired, cancellation).ConfigureAwait(false)).Silences;
        return all.Where(silence => silence.Comment.Contains(mark, StringComparison.Ordinal))
            .OrderBy(silence => silence.State is SilenceState.Expired).ThenByDescending(silence => silence.EndsAt).ThenBy(silence => silence.Id, StringComparer.Ordinal).FirstOrDefault();
    }

    // What was written once is left alone: a person may have given it another end since.
    private static bool IsAsWanted(Silence seen, HeldSilence? noted, WantedSilence wanted) => noted is not null
        ? noted.Wrote == wanted.Key
        : seen.Unjudged.IsEmpty && seen.Matchers.ToHashSet().SetEquals(wanted.Matchers) && (seen.EndsAt - wanted.End).Duration() <= Near;

    private static async Task<HeldSilence> PutAsync(ISilenceWriter writer, WantedSilence wanted, Silence? seen, CancellationToken cancellation)
    {
        // The begin of one that is in force can't be moved; with another begin it would be another silence.
        var begins = seen is { State: SilenceState.Active } ? seen.StartsAt : wanted.Start;
        var id = await writer.PutAsync(new SilenceDraft(wanted.Matchers, begins, wanted.End, wanted.By, wanted.Comment) { Id = seen?.Id }, cancellation).ConfigureAwait(false);
        return new HeldSilence(id, wanted.Key);
    }

    private bool AreOne(string place, string other) => live.Silences.Current.Value?.Silences.Any(seen => seen.Origins.Contains(place) && seen.Origins.Contains(other)) is true;

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}
