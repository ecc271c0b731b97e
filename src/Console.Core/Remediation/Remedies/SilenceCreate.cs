using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Remediation;

/// <summary>Makes a silence that begins now.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class SilenceCreate(RemedyPorts ports) : SilenceRemedy(ports), IRemedy
{
    private const int MostChanges = 10;

    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("silence-create", "Silence alerts", Actions.Silence, "silence")
    {
        Fields =
        [
            new(MatcherList.Field, "Matchers", FieldForm.Matchers, "alertname=\"X\", pod=~\"api-.*\""),
            new(SilenceDuration.Field, "Duration", FieldForm.Duration, "2h"),
        ],
        AsksReason = true,
        Undo = "ending the silence",
        Verifies = "the silence active, and every alert that it fits held back",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } = [new TooBroadGuard(), new TooLongGuard(), new MatchesGuard(), new CriticalGuard(), new AlreadyGuard()];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var matchers = fields.Read(MatcherList.Field, "for example alertname=\"X\"", MatcherList.Read, it => MatcherList.Write(it));
        var duration = fields.Read(SilenceDuration.Field, "for example 2h", SilenceDuration.Read, PromDuration.Format);
        var place = fields.Target(Place(request, matchers));
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(
            this, request, place!, $"Silence {place!.Name} for {PromDuration.Format(duration)} at {place.Place}")
        {
            Parameters = fields.Parameters,
            Allowed = allowed,
        };
    }

    /// <inheritdoc/>
    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var reached = SilenceView.Of(scene).Reached.Where(alert => alert.State is AlertState.Firing).ToList();
        ImmutableArray<PlannedChange> changes =
        [
            new(null, $"a Silence of {scene.Call.Target.Name}, from now for {scene.Call.Parameters[SilenceDuration.Field]}"),
            .. reached.Take(MostChanges).Select(alert => new PlannedChange($"{alert.Name} notifies: {alert.Says}", $"{alert.Name} fires and notifies nobody")),
            .. reached.Count > MostChanges ? (PlannedChange[])[new($"{reached.Count - MostChanges} more notify", "they notify nobody")] : [],
        ];
        return Task.FromResult(new Rehearsal(new TargetState(null, Facts.Of()), changes, VerifyWithin));
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.Click, "it changes nothing but who is told, and ends by itself");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var draft = new SilenceDraft(
            MatcherList.Of(plan.Parameters), order.IntentAt, order.IntentAt + SilenceDuration.Of(plan.Parameters), order.By.Name, Comment(order));
        return $"made, id {await Ports.Alertmanager(plan.Target).PutAsync(draft, cancellation).ConfigureAwait(false)}";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) =>
        await OursAsync(plan, order, cancellation).ConfigureAwait(false) switch
        {
            null => new(SightingState.NotDone, $"no silence of this action is at {plan.Target.Place}"),
            { State: SilenceState.Expired } silence => new(SightingState.NoEffect, $"somebody ended the silence {silence.Id}") { Made = silence.Id },
            { State: SilenceState.Pending } silence => new(SightingState.UnderWay, $"the silence {silence.Id} has not begun yet") { Made = silence.Id },
            { } silence => Alerts(silence, plan, order) with { Made = silence.Id },
        };

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) =>
        seen.Made is null ? null : new("silence-expire", plan.System, $"{plan.Target.Place}/{seen.Made}");

    private Sighting Alerts(Silence silence, ActionPlan plan, ActionOrder order)
    {
        var board = Ports.Live.Alerts.Current;
        if (board.Value is null || !(board.ObservedAt > order.IntentAt))
        {
            return new(SightingState.UnderWay, "the silence is active; the alerts have not been read since");
        }

        var reached = board.Value.Alerts.Where(alert => alert.State is not AlertState.Pending
            && (alert.Origins.IsEmpty || alert.Origins.Contains(plan.Target.Place)) && silence.Matches(alert.Labels) is true).ToList();
        var loud = reached.Where(alert => !alert.SilencedBy.Contains(silence.Id)).ToList();
        return loud.Count == 0
            ? new(SightingState.Worked, $"the silence is active until {Write(silence.EndsAt)} and holds {Words.Count(reached.Count, "alert")} back")
            : new(SightingState.UnderWay, $"the silence is active; {loud.Count} of {Words.Count(reached.Count, "alert")} are not held back yet: {SilenceView.Names(loud)}");
    }

    private Result<ActionTarget> Place(ActionRequest request, ImmutableArray<Matcher> matchers)
    {
        var all = Ports.Alertmanagers;
        var place = request.Target.Length > 0 ? request.Target : all.FirstOrDefault();
        return place is null ? new Problem("target", "no Alertmanager is configured")
            : !all.Contains(place) ? new Problem("target", $"no Alertmanager is named '{FieldReader.Short(place)}'; configured: {Words.Some(all)}")
            : new ActionTarget("Silence", place, string.Empty, matchers.IsDefaultOrEmpty ? string.Empty : MatcherList.Write(matchers));
    }
}
