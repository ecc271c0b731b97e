using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>Ends a silence now.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class SilenceExpire(RemedyPorts ports) : SilenceRemedy(ports), IRemedy
{
    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("silence-expire", "End a silence", Actions.Silence, "silence")
    {
        Undo = "a new silence with the same matchers, for what was left of it",
        Verifies = "the silence ended",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } = [new OverGuard(), new TooBroadGuard(), new WakesGuard()];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Existing(request));
        return fields.Problems is { IsEmpty: false } problems ? problems
            : new RemedyCall(this, request, target!, $"End {target!.Brief} at {target.Place}") { Allowed = allowed };
    }

    /// <inheritdoc/>
    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var silence = Judged(scene);
        var wakes = SilenceView.HeldBack(scene, silence.Id).Where(alert => alert.State is AlertState.Silenced).ToList();
        return Task.FromResult(new Rehearsal(StateOf(silence),
            [
                new($"{MatcherList.Write(silence.Matchers)} ends {Write(silence.EndsAt)}", "it ends now"),
                .. wakes.Take(10).Select(alert => new PlannedChange($"{alert.Name} is held back: {alert.Says}", $"{alert.Name} notifies, unless another silence fits it")),
            ], VerifyWithin));
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.Click, "it changes nothing but who is told");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var silence = await FindAsync(plan, cancellation).ConfigureAwait(false);
        var (_, member) = await AtOneAsync(plan.Target, async at =>
        {
            await at.ExpireAsync(silence.Id, cancellation).ConfigureAwait(false);
            return silence.Id;
        }).ConfigureAwait(false);
        return member == plan.Target.Place ? "ended" : $"ended at {member}: {plan.Target.Place} did not answer";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var seen = await ItselfAsync(plan, cancellation).ConfigureAwait(false);
        var holding = seen.Told.Where(told => told.Silence is { State: not SilenceState.Expired }).ToList();
        return seen.Newest is not { } silence ? new(SightingState.Worked, $"{Words.Some(seen.Told.Select(told => told.Member))} has no such silence any more{seen.Unasked}")
            : holding.Count == 0 ? new(SightingState.Worked, $"the silence ended {Write(silence.EndsAt)}{seen.Unasked}")
            : holding.Count < seen.Told.Length ? new(SightingState.UnderWay, $"the silence ended, and {Words.Some(holding.Select(told => told.Member))} has not heard of it yet")
            : new(SightingState.NotDone, $"the silence still ends {Write(holding[0].Silence!.EndsAt)}");
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) =>
        plan.State.Beside.GetValueOrDefault(MatcherList.Field) is not { } matchers || Left(EndOf(plan)) is not { } left ? null
            : new("silence-create", plan.System, plan.Target.Place) { Parameters = Facts.Of((MatcherList.Field, matchers), (SilenceDuration.Field, left)) };
}
