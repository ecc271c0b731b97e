using System.Collections.Immutable;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Alerts.Escalations;

/// <summary>What became of a step, or will.</summary>
public enum ToldState
{
    /// <summary>A service took it.</summary>
    Told,

    /// <summary>It is being handed over.</summary>
    UnderWay,

    /// <summary>No service took it.</summary>
    NotTaken,

    /// <summary>It was not sent: too late, or no longer wanted.</summary>
    LeftOut,

    /// <summary>It is the next one.</summary>
    Next,

    /// <summary>It comes after that.</summary>
    ToCome,

    /// <summary>It does not come as things are: somebody has the alert, it is held back, or too old.</summary>
    Stopped,
}

/// <summary>A step of an escalation as it is shown.</summary>
/// <param name="Step">The step, with when it is told and whom it means.</param>
/// <param name="State">What became of it.</param>
/// <param name="Notices">What was sent for it, oldest first.</param>
public sealed record ToldStep(ForecastStep Step, ToldState State, ImmutableArray<EscalationNotice> Notices)
{
    /// <summary>When it was told, or is going to be.</summary>
    public DateTimeOffset At => Notices is [var first, ..] ? first.IntendedAt : Step.At;

    /// <summary>Who was meant, or is going to be, in words.</summary>
    public string Whom => Notices is [] ? Step.Words : string.Join(", ", Tos.Where(one => !Tos.Any(other => other.Length > one.Length && other.Contains(one, StringComparison.Ordinal))));

    // A mail names the people alone, other channels their rotation, too: nobody is named twice.
    private ImmutableArray<string> Tos => [.. Notices.Select(one => one.To).Distinct()];

    /// <summary>The steps of an escalation that goes on.</summary>
    /// <param name="story">It, with what was sent.</param>
    /// <param name="steps">Its steps as they are planned.</param>
    public static ImmutableArray<ToldStep> Of(EscalationStory story, ImmutableArray<ForecastStep> steps)
    {
        ArgumentNullException.ThrowIfNull(story);
        var it = story.It;
        var isRunning = it is { State: EscalationState.Running, GoneSince: null };
        var isNext = isRunning;
        var told = ImmutableArray.CreateBuilder<ToldStep>();
        foreach (var step in steps)
        {
            ImmutableArray<EscalationNotice> sent = [.. story.Notices.Where(one => one.Kind is PageKind.Trigger && one.Leg == it.Leg && one.Step == step.Step.Number).OrderBy(one => one.IntendedAt).ThenBy(one => one.Via)];
            told.Add(new ToldStep(step, sent.IsEmpty ? isNext ? ToldState.Next : isRunning ? ToldState.ToCome : ToldState.Stopped : StateOf(sent), sent));
            isNext &= !sent.IsEmpty;
        }

        return told.ToImmutable();
    }

    /// <summary>The steps of an alert that nobody is told of yet.</summary>
    /// <param name="steps">The steps as they would be.</param>
    /// <param name="isComing">Whether they come as things are.</param>
    public static ImmutableArray<ToldStep> Of(ImmutableArray<ForecastStep> steps, bool isComing) =>
        [.. steps.Select((step, index) => new ToldStep(step, !isComing ? ToldState.Stopped : index == 0 ? ToldState.Next : ToldState.ToCome, []))];

    private static ToldState StateOf(ImmutableArray<EscalationNotice> sent) =>
        sent.Any(one => one.State is NoticeState.Delivered) ? ToldState.Told
        : sent.Any(one => one.State is NoticeState.Intended) ? ToldState.UnderWay
        : sent.Any(one => one.State is NoticeState.Failed) ? ToldState.NotTaken
        : ToldState.LeftOut;
}
