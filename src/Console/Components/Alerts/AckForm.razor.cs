using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.SignIn;

namespace OpsConsole.Components.Alerts;

/// <summary>Takes one alert or several: a comment, and for how long.</summary>
public sealed partial class AckForm
{
    private const int MostRefused = 8;
    private const int MostNames = 3;
    private static readonly TimeSpan[] Offered = [TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(8)];
    private static int last;

    private readonly string id = $"ack-{Interlocked.Increment(ref last)}";
    private TimeSpan lasts = AckLimits.Usual;
    private string comment = string.Empty;
    private bool takesOver;
    private bool isBusy;
    private bool isDenied;
    private string? why;
    private List<Acknowledgement> others = [];
    private ImmutableArray<Problem> problems = [];
    private ImmutableArray<AckAnswer> refused = [];

    /// <summary>The alerts' fingerprints.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Fingerprints { get; set; } = [];

    /// <summary>Called with what became of each alert, once something was answered. What was refused the form itself says, and stays.</summary>
    [Parameter]
    public EventCallback<ImmutableArray<AckAnswer>> OnDone { get; set; }

    /// <summary>Called when the person thinks better of it.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Acknowledgements];

    [Inject]
    private AckDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    private string Title => Fingerprints.Count == 1 ? "Acknowledge the alert" : $"Acknowledge {Fingerprints.Count} alerts";

    private string Press => Fingerprints.Count > 1 ? $"Acknowledge {Fingerprints.Count}" : others is [var its] ? $"Take over from {its.By.Name}" : "Acknowledge";

    private string OthersWords
    {
        get
        {
            var names = others.Select(one => one.By.Name).Distinct(StringComparer.Ordinal).ToList();
            return $"{others.Count}: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : null)}";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        var wanted = Fingerprints.ToHashSet(StringComparer.Ordinal);
        var alerts = (Live.Alerts.Current.Value?.Alerts ?? []).Where(alert => wanted.Contains(alert.Fingerprint)).ToList();
        var acks = Live.Acknowledgements.Current.Value ?? AckBoard.Empty;
        others = [.. alerts.Select(acks.Of).OfType<Acknowledgement>().Where(one => one.By.Subject != Current.Person?.Subject)];
        var decisions = alerts.Select(alert => alert.System).Distinct(StringComparer.Ordinal).Select(system => (System: system, Decision: Current.Decide(Actions.Acknowledge, system))).ToList();
        isDenied = decisions.Count > 0 && decisions.TrueForAll(one => !one.Decision.IsAllowed);
        var denied = decisions.FindAll(one => !one.Decision.IsAllowed);
        why = denied is not [var first, ..] ? null
            : $"{Refusal.Sentence(first.Decision.Reason, Actions.Acknowledge)} {Refusal.Advice(Current.Person, Actions.Acknowledge, first.System)}{(isDenied ? null : " The others are acknowledged.")}";
    }

    private async Task SendAsync()
    {
        if (Current.Person is not { } person || isBusy)
        {
            return;
        }

        isBusy = true;
        var isOver = takesOver || (Fingerprints.Count == 1 && others.Count > 0);
        var answered = isOver
            ? await Desk.TakeOverAsync(person, Fingerprints, comment, lasts, CancellationToken.None)
            : await Desk.AcknowledgeAsync(person, Fingerprints, comment, lasts, CancellationToken.None);
        isBusy = false;
        problems = answered.Problems;
        refused = answered.IsOk ? [.. answered.Value.Where(answer => answer.IsRefused)] : [];
        if (answered.IsOk)
        {
            await OnDone.InvokeAsync(answered.Value);
        }
    }

    private static string Sentence(Problem problem) => problem.Where is "comment" ? $"The comment {problem.What}." : $"{char.ToUpperInvariant(problem.What[0])}{problem.What[1..]}";
}
