using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Incidents;

/// <summary>What may be done next with an incident.</summary>
public sealed partial class IncidentSteps
{
    private const int MostRefused = 3;

    private Step asked;
    private int seen;
    private bool isTold;
    private bool takesAlerts = true;
    private string? at;
    private string words = string.Empty;
    private string into = string.Empty;
    private IncidentVerdict? verdict;
    private string? said;

    private enum Step
    {
        None,
        Mitigate,
        Close,
        Merge,
        Reopen,
    }

    /// <summary>Whether the person may close it.</summary>
    [Parameter, EditorRequired]
    public Decision MayClose { get; set; } = null!;

    /// <summary>How its alerts are; null where that is not known.</summary>
    [Parameter]
    public AlertsNow? Alerts { get; set; }

    /// <summary>The other incidents that go on.</summary>
    [Parameter]
    public IReadOnlyList<Incident> Others { get; set; } = [];

    /// <summary>The person's time zone.</summary>
    [Parameter, EditorRequired]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    // None is not worth anything.
    private bool HasAlerts => Incident.Linked(LinkKind.Alert).Any();

    private string Shown(Step step) => asked == step ? "true" : "false";

    // What is decided is decided on what was seen as the form opened: who was quicker meanwhile is told.
    private void Ask(Step step)
    {
        (asked, seen, isTold, said) = (asked == step ? Step.None : step, Incident.Version, false, null);
        Forget();
    }

    private async Task AcknowledgeAsync()
    {
        said = null;
        var takes = takesAlerts && Alerts is { Firing: > 0 };
        var answers = ImmutableArray<AckAnswer>.Empty;
        var isDone = await ActAsync(async person =>
        {
            var had = await Desk.AcknowledgeAsync(Incident.Id, person, Incident.Version, CancellationToken.None);
            answers = had.IsOk && takes ? await Desk.AcknowledgeAlertsAsync(had.Value, person, CancellationToken.None) : [];
            return had;
        });
        said = isDone && takes ? Words(answers) : null;
    }

    private async Task MitigateAsync()
    {
        if (WallTime.Read("at", at, Zone, out var since) is { } wrong ? Refuse(wrong) : await ActOnAsync((person, version) => Desk.MitigateAsync(Incident.Id, since, person, version, CancellationToken.None)))
        {
            Done(Step.Mitigate);
        }
    }

    private async Task CloseAsync()
    {
        if (WallTime.Read("resolvedAt", at, Zone, out var over) is { } wrong ? Refuse(wrong)
            : await ActOnAsync((person, version) => Desk.CloseAsync(Incident.Id, new IncidentClosing(words, verdict, over), person, version, CancellationToken.None)))
        {
            Done(Step.Close);
        }
    }

    private async Task MergeAsync()
    {
        if (await ActOnAsync((person, version) => Desk.MergeAsync(Incident.Id, into, person, version, CancellationToken.None)))
        {
            Done(Step.Merge);
        }
    }

    private async Task ReopenAsync()
    {
        if (await ActOnAsync((person, version) => Desk.ReopenAsync(Incident.Id, words, person, version, CancellationToken.None)))
        {
            Done(Step.Reopen);
        }
    }

    // Who was told that somebody was quicker has seen it then, and may go on; what they typed stays.
    private async Task<bool> ActOnAsync(Func<Person, int, Task<Result<Incident>>> act)
    {
        said = null;
        var isDone = await ActAsync(person => act(person, isTold ? Incident.Version : seen));
        isTold = Problems.Any(problem => problem.Where == Quicker);
        return isDone;
    }

    // Whoever went on to the next step meanwhile keeps what they opened.
    private void Done(Step step)
    {
        if (asked == step)
        {
            (asked, at, words, into, verdict) = (Step.None, null, string.Empty, string.Empty, null);
        }
    }

    private static string? Words(ImmutableArray<AckAnswer> answers)
    {
        var refused = answers.Where(answer => answer.IsRefused).ToList();
        var taken = answers.Length - refused.Count;
        return answers.IsEmpty ? null
            : $"{taken} of its alerts {(taken == 1 ? "is" : "are")} acknowledged.{(refused.Count == 0 ? null : $" Not: {string.Join("; ", refused.Take(MostRefused).Select(answer => answer.Says))}{(refused.Count > MostRefused ? $"; and {refused.Count - MostRefused} more" : null)}")}";
    }
}
