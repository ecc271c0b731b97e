using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Alerts;

/// <summary>What holds an alert back: a silence or another alert.</summary>
public abstract record SuppressionCause
{
    private protected SuppressionCause()
    {
    }
}

/// <summary>A silence.</summary>
/// <param name="Id">Its id: a server's word.</param>
/// <param name="Seen">The silence; null when it is not known.</param>
public sealed record SilenceCause(string Id, SeenSilence? Seen) : SuppressionCause;

/// <summary>Another alert.</summary>
/// <param name="Fingerprint">Its fingerprint: a server's word.</param>
/// <param name="Alert">The alert; null when it is not reported any more.</param>
/// <param name="Because">What holds it back in its turn; empty for nothing.</param>
public sealed record AlertCause(string Fingerprint, Alert? Alert, ImmutableArray<SuppressionCause> Because) : SuppressionCause
{
    /// <summary>Whether it stands further up already: alerts that hold one another back.</summary>
    public bool IsCircle { get; init; }
}

/// <summary>Why an alert notifies nobody, cause by cause.</summary>
/// <param name="Causes">What holds it back; empty for nothing.</param>
public sealed record SuppressionChain(ImmutableArray<SuppressionCause> Causes)
{
    // Rules of inhibition seldom go two steps: more is a mistake that need not be told in full.
    private const int Deepest = 6;
    private const int Widest = 20;

    /// <summary>Whether it is held back by alerts that are not reported any more, and by nothing else: look at it as if it fired.</summary>
    public bool IsCauseGone => !Causes.IsEmpty && Causes.All(cause => cause is AlertCause { Alert: null });

    /// <summary>Tells what holds an alert back.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="find">An alert of the board by its fingerprint; null when it is not there.</param>
    /// <param name="silence">A silence by its id; null when it is not known.</param>
    public static SuppressionChain Of(Alert alert, Func<string, Alert?> find, Func<string, SeenSilence?> silence)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(silence);
        return new SuppressionChain(Of(alert, find, silence, [alert.Fingerprint]));
    }

    /// <summary>Whether an alert is held back by nothing but alerts that are not reported any more; as <see cref="IsCauseGone"/>, for many alerts.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="isThere">Whether an alert with this fingerprint is on the board.</param>
    public static bool IsCauseGoneFor(Alert alert, Func<string, bool> isThere)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.State is AlertState.Inhibited && alert.SilencedBy.IsEmpty && !alert.InhibitedBy.IsEmpty && !alert.InhibitedBy.Any(isThere);
    }

    private static ImmutableArray<SuppressionCause> Of(Alert alert, Func<string, Alert?> find, Func<string, SeenSilence?> silence, ImmutableList<string> path) =>
    [
        .. alert.SilencedBy.Take(Widest).Select(id => new SilenceCause(id, silence(id))),
        .. alert.InhibitedBy.Take(Widest).Select(fingerprint => By(fingerprint, find, silence, path)),
    ];

    private static AlertCause By(string fingerprint, Func<string, Alert?> find, Func<string, SeenSilence?> silence, ImmutableList<string> path)
    {
        var isCircle = path.Contains(fingerprint, StringComparer.Ordinal);
        var source = find(fingerprint);
        return new AlertCause(fingerprint, source, source is null || isCircle || path.Count >= Deepest ? [] : Of(source, find, silence, path.Add(fingerprint))) { IsCircle = isCircle };
    }
}
