using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>A step as it would be told.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When it would be told.</param>
/// <param name="QuietUntil">The end of the quiet hours that hold it back; null when none do.</param>
/// <param name="People">Who is meant at that time; none: nobody is on call.</param>
/// <param name="Words">The same in words, with the rotations that mean them.</param>
public sealed record ForecastStep(PlannedStep Step, DateTimeOffset At, DateTimeOffset? QuietUntil, ImmutableArray<OnCallPerson> People, string Words)
{
    /// <summary>Where the wall is that its rotation goes by; UTC when it names none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

/// <summary>What would happen to an alert that nobody acknowledges. Nothing is sent.</summary>
/// <param name="Class">Its severity class, 0 (worst) to 3.</param>
/// <param name="Because">Which policy it follows, and why; or why none.</param>
/// <param name="Steps">The steps, in order; none: nobody is told.</param>
public sealed record EscalationForecast(int Class, string Because, ImmutableArray<ForecastStep> Steps)
{
    /// <summary>Looks ahead.</summary>
    /// <param name="book">The policies.</param>
    /// <param name="labels">The alert's labels.</param>
    /// <param name="system">The system that claims it; null for none.</param>
    /// <param name="at">When it begins.</param>
    public static EscalationForecast Of(EscalationBook book, LabelSet labels, SystemProfile? system, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(labels);
        var choice = PlanChoice.Of(labels, system, book);
        return new EscalationForecast(choice.Class, choice.Because, choice.Plan is { } plan ? StepsOf(book, plan, choice.Class, at) : []);
    }

    /// <summary>The steps of a plan, as they would be told by who is on call and by the quiet hours.</summary>
    /// <param name="book">The policies.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="class">The severity class.</param>
    /// <param name="begin">From when its waits are counted.</param>
    internal static ImmutableArray<ForecastStep> StepsOf(EscalationBook book, EscalationPlan plan, int @class, DateTimeOffset begin) =>
    [
        .. plan.Steps.Select(step =>
        {
            var due = begin + step.After;
            var told = book.Quiet.Delay(@class, due);
            return new ForecastStep(step, told, told > due ? told : null, book.Roster.WhoAre(step.Whom, told), book.Roster.Words(step.Whom, told))
            {
                Zone = step.Whom.Select(book.Roster.Rotation).OfType<Rotation>().FirstOrDefault()?.Zone ?? TimeZoneInfo.Utc,
            };
        }),
    ];
}
