using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>How old escalations may become: the section <c>Escalation</c> of the configuration. Whom they tell is in <c>escalation.yaml</c>.</summary>
public sealed class EscalationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Escalation";

    /// <summary>An alert that is older is not told to anybody any more, and neither is a step that is later: <c>12h</c>; 10 minutes to 7 days.</summary>
    public string MaxAge { get; set; } = "12h";

    /// <summary>How long no alert must fire until the matter is over: <c>5m</c>; 30 seconds to 1 hour. What fires again sooner goes on where it was.</summary>
    public string Settle { get; set; } = "5m";

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public ImmutableArray<Problem> Problems() => Problem.All(
        Wrong(nameof(MaxAge), MaxAge, TimeSpan.FromMinutes(10), TimeSpan.FromDays(7)), Wrong(nameof(Settle), Settle, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)));

    /// <summary>The settings as they are used; good ones.</summary>
    internal EscalationLimits Limits() => new(PromDuration.Parse(MaxAge).Value, PromDuration.Parse(Settle).Value);

    private static Problem? Wrong(string name, string? text, TimeSpan least, TimeSpan most) =>
        Problem.When(
            !PromDuration.TryParse(text ?? string.Empty, out var time) || time < least || time > most, $"{Section}:{name}",
            $"'{text}' is no time from {PromDuration.Format(least)} to {PromDuration.Format(most)}: write for example {(most.TotalDays > 1 ? "12h" : "5m")}");

    /// <summary>Stops the start when something is wrong.</summary>
    internal sealed class Validation : IValidateOptions<EscalationOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, EscalationOptions options)
        {
            var problems = options.Problems();
            return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
        }
    }
}
