using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>Which plan an alert follows, and why.</summary>
/// <param name="Plan">The plan; null: it is told to nobody.</param>
/// <param name="Class">Its severity class, 0 (worst) to 3.</param>
/// <param name="Because">Why, in a sentence.</param>
public sealed record PlanChoice(EscalationPlan? Plan, int Class, string Because)
{
    /// <summary>Chooses.</summary>
    /// <param name="labels">The alert's labels.</param>
    /// <param name="system">The system that claims it; null for none.</param>
    /// <param name="book">The policies.</param>
    public static PlanChoice Of(LabelSet labels, SystemProfile? system, EscalationBook book)
    {
        var response = Response.Of(labels, system);
        if (book.Policies.FirstOrDefault(one => one.IsFor(labels, system?.Id, response.Class)) is { } policy)
        {
            return new PlanChoice(EscalationPlan.Of(policy, book), response.Class, $"the policy {policy.Name} ({policy.Place}) is the first that fits; {response.Because}");
        }

        return system is null ? new PlanChoice(null, response.Class, "no policy fits, and no system claims the alert: it is told to nobody")
            : book.Policies.FirstOrDefault(one => one.Systems.Contains(system.Id)) is { } others
                ? new PlanChoice(null, response.Class, $"the policy {others.Name} ({others.Place}) names {system.Id}, but neither it nor another fits this alert ({response.Because}): it is told to nobody")
            : book.Usual is null ? new PlanChoice(null, response.Class, $"no policy names {system.Id}, and without usual: alerts of such systems are told to nobody")
            : new PlanChoice(Usual(book.Usual, response, book.Roster), response.Class, $"no policy names {system.Id}: the times are those of its profile; {response.Because}");
    }

    private static EscalationPlan Usual(UsualEscalation usual, Response response, Roster roster)
    {
        // The profile names a team in a person's words: that is somebody here only where the names agree.
        var further = !usual.EscalateTo.IsEmpty ? usual.EscalateTo : roster.Knows(response.EscalateTo) ? [response.EscalateTo] : usual.Whom;
        var steps = ImmutableArray.CreateBuilder<PlannedStep>();
        steps.Add(new PlannedStep(1, TimeSpan.Zero, EscalationPlan.Usual, usual.Whom, usual.By));
        if (response.Escalate is not { } escalate || response.Respond < escalate)
        {
            steps.Add(new PlannedStep(2, response.Respond, EscalationPlan.Usual, usual.Whom, usual.By));
        }

        if (response.Escalate is { } at)
        {
            steps.Add(new PlannedStep(steps.Count + 1, at, EscalationPlan.Usual, further, usual.By));
        }

        return new EscalationPlan(EscalationPlan.Usual, steps.ToImmutable());
    }
}

/// <summary>What response an alert asks for.</summary>
/// <param name="Class">Its severity class, 0 (worst) to 3.</param>
/// <param name="Respond">Within which time a person has acknowledged it.</param>
/// <param name="Escalate">After which time it goes further; null: on the next working day.</param>
/// <param name="EscalateTo">To whom, in the profile's words; empty where no profile says.</param>
/// <param name="Because">Where the class is from, in a sentence.</param>
internal sealed record Response(int Class, TimeSpan Respond, TimeSpan? Escalate, string EscalateTo, string Because)
{
    /// <summary>By the system's own classes; where it has none for the severity, by those that the systems have in common.</summary>
    public static Response Of(LabelSet labels, SystemProfile? system)
    {
        var label = labels["severity"];
        if (system?.Severities.FirstOrDefault(one => one.Label == label) is { } known)
        {
            return new Response(known.Class, known.RespondWithinFor(labels["alertname"]), known.EscalateAfter, known.EscalateTo, $"severity {label} is class {known.Class} in the profile of {system.Id}");
        }

        var severity = SeverityNames.Parse(label);
        var (usual, respond, escalate) = severity switch
        {
            Severity.Critical => (0, 5, 15),
            Severity.Warning => (2, 30, 120),
            Severity.Info => (3, 120, (int?)null),

            // Whoever can't tell how bad it is should look.
            _ => (1, 15, 45),
        };
        var why = severity is Severity.Unknown ? $"severity '{Systems.Reading.FieldReader.Short(label)}' is not known, and counts as class 1" : $"severity {label} is class {usual}";
        return new Response(usual, TimeSpan.FromMinutes(respond), escalate is { } minutes ? TimeSpan.FromMinutes(minutes) : null, string.Empty, why);
    }
}
