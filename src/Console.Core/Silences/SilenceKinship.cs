using System.Collections.Immutable;

namespace OpsConsole.Silences;

/// <summary>Tells silences that ask the same, and those that are part of a wider one. Only those that an Alertmanager has in common are compared.</summary>
internal sealed class SilenceKinship
{
    // A wider one asks for some of the same, so that its first matcher is one of the narrower's: nobody is compared with everybody.
    private readonly ILookup<string, Asking> byFirst;
    private readonly Dictionary<string, Asking> byId;

    public SilenceKinship(IEnumerable<SeenSilence> silences)
    {
        var all = silences.Select(seen => new Asking(seen)).ToList();
        byFirst = all.Where(asking => asking.All.Length > 0).ToLookup(asking => asking.All[0], StringComparer.Ordinal);
        byId = all.ToDictionary(asking => asking.Seen.Silence.Id, StringComparer.Ordinal);
    }

    /// <summary>Others with the very same matchers.</summary>
    /// <param name="seen">One of the silences.</param>
    public ImmutableArray<string> SameAs(SeenSilence seen) => Others(seen, (mine, other) => other.All.Length == mine.All.Length);

    /// <summary>Others that hold back everything that it does, and more.</summary>
    /// <param name="seen">One of the silences.</param>
    public ImmutableArray<string> Within(SeenSilence seen) => Others(seen, (mine, other) => other.All.Length < mine.All.Length);

    private ImmutableArray<string> Others(SeenSilence seen, Func<Asking, Asking, bool> isMeant)
    {
        var mine = byId[seen.Silence.Id];
        return
        [
            .. mine.All.SelectMany(matcher => byFirst[matcher])
                .Where(other => other != mine && isMeant(mine, other) && other.All.All(mine.Each.Contains) && other.Seen.Origins.Any(origin => seen.Origins.Contains(origin)))
                .Select(other => other.Seen.Silence.Id).Order(StringComparer.Ordinal),
        ];
    }

    private sealed class Asking(SeenSilence seen)
    {
        public SeenSilence Seen => seen;

        public string[] All { get; } = [.. seen.Silence.Matchers.Select(matcher => matcher.ToString()).Concat(seen.Silence.Unjudged).Distinct().Order(StringComparer.Ordinal)];

        public HashSet<string> Each => field ??= new(All, StringComparer.Ordinal);
    }
}
