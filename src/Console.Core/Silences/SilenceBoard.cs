using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>All silences at one time.</summary>
/// <param name="Silences">Active ones by their end, then pending ones by their begin, then the newest of those that are over.</param>
/// <param name="Expired">How many are over, those that are not listed too.</param>
/// <param name="Silent">Alertmanagers that did not answer this time, with their own words: their silences are the last known.</param>
public sealed record SilenceBoard(ImmutableArray<SeenSilence> Silences, int Expired, ImmutableSortedDictionary<string, string> Silent)
{
    /// <summary>The most of those that are over that are listed.</summary>
    public const int MostExpired = 500;

    /// <summary>No silence.</summary>
    public static SilenceBoard Empty { get; } = new([], 0, ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Those in a state, in their order.</summary>
    /// <param name="state">The state.</param>
    public IEnumerable<SeenSilence> In(SilenceState state) => Silences.Where(seen => seen.Silence.State == state);

    /// <summary>How many are in a state.</summary>
    /// <param name="state">The state.</param>
    public int Count(SilenceState state) => state is SilenceState.Expired ? Expired : In(state).Count();

    /// <summary>A silence by its id; null when it is not there.</summary>
    /// <param name="id">Its id.</param>
    public SeenSilence? Find(string id) => Silences.FirstOrDefault(seen => seen.Silence.Id == id);

    /// <summary>Whether no Alertmanager that still answers has it: it is the last known, and may be over or changed.</summary>
    /// <param name="seen">A silence of this board.</param>
    public bool IsLastKnown(SeenSilence seen) => seen.Origins.All(Silent.ContainsKey);

    /// <summary>Where it can be changed now: an Alertmanager that has it and answers, if there is one.</summary>
    /// <param name="seen">A silence of this board.</param>
    public string PlaceOf(SeenSilence seen) => seen.Origins.FirstOrDefault(origin => !Silent.ContainsKey(origin)) ?? seen.Origins[0];
}

/// <summary>A silence, and what it means for the alerts of now.</summary>
/// <param name="Silence">The silence, as the Alertmanager has it that knows its last change.</param>
/// <param name="Origins">The Alertmanagers that have it: those of one cluster share it.</param>
public sealed record SeenSilence(Silence Silence, ImmutableArray<string> Origins)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(2);

    /// <summary>What it fits now, or would once it begins; null when that is not known, and for one that is over.</summary>
    public SilenceReach? Reach { get; init; }

    /// <summary>The systems whose alerts it fits, or that its matchers name.</summary>
    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>The systems of which it holds every alert back, those that may come too.</summary>
    public ImmutableArray<string> WholeSystems { get; init; } = [];

    /// <summary>Others, not over, with the very same matchers.</summary>
    public ImmutableArray<string> SameAs { get; init; } = [];

    /// <summary>Others, not over, that hold back everything that it does.</summary>
    public ImmutableArray<string> Within { get; init; } = [];

    /// <summary>Whether it holds nothing back: it is in force, and fits no alert.</summary>
    public bool FitsNothing => Silence.State is SilenceState.Active && Reach is { Alerts.IsEmpty: true } && Silence.Unjudged.IsEmpty;

    /// <summary>Whether it ends within two hours while alerts that it fits fire: they will notify then. A short one is not half over when it is made: of that nobody is warned yet.</summary>
    /// <param name="now">The time.</param>
    public bool EndsSoonAt(DateTimeOffset now)
    {
        var ends = KeptAtMostTo ?? Silence.EndsAt;
        return Silence.State is SilenceState.Active && Reach is { Firing: > 0 } && ends - now < Soon && ends - now <= (ends - Silence.StartsAt) / 2;
    }

    /// <summary>Until when the console lets it go on at the most, where it ends once its alerts are over; null for any other.</summary>
    public DateTimeOffset? KeptAtMostTo => SilenceMark.KeptAtMostTo(Silence);
}

/// <summary>The alerts that a silence fits.</summary>
/// <param name="Alerts">The alerts, worst first.</param>
public sealed record SilenceReach(ImmutableArray<Alert> Alerts)
{
    /// <summary>How many of each severity; a severity without any is left out.</summary>
    public ImmutableSortedDictionary<Severity, int> BySeverity { get; } =
        Alerts.GroupBy(alert => alert.Severity).ToImmutableSortedDictionary(same => same.Key, same => same.Count());

    /// <summary>How many fire, whether or not something holds them back.</summary>
    public int Firing { get; } = Alerts.Count(alert => alert.State is not AlertState.Pending);
}
