using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>
/// Gives a silence other matchers and another end. Alertmanager itself ends the old one in the same request and makes a new one in its place: there is no
/// moment without either.
/// </summary>
/// <param name="ports">What it reaches.</param>
internal sealed class SilenceEdit(RemedyPorts ports) : SilenceRemedy(ports), IRemedy
{
    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("silence-edit", "Change a silence", Actions.Silence, "silence")
    {
        Fields = [new(MatcherList.Field, "Matchers", FieldForm.Matchers, "alertname=\"X\", pod=~\"api-.*\""), .. SilenceTime.Fields, SilenceTicket.Field],
        AsksReason = true,
        Undo = "giving it the matchers and the end of before, while that lies ahead",
        Verifies = "the new silence active at every member of the cluster, every alert that it fits held back, and the old one ended",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } =
    [
        new OverGuard(), new EverythingGuard(), new TooBroadGuard(), new TooLongGuard(), new RoleLimitGuard(), new TicketGuard(), new RenewalGuard(), new MatchesGuard(),
        new CriticalGuard(), new FreedGuard(), new AlreadyGuard(), new WithinGuard(), new ClockGuard(), new MembersGuard(),
    ];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Existing(request));
        fields.Read(MatcherList.Field, "for example alertname=\"X\"", MatcherList.Read, it => MatcherList.Write(it));
        SilenceTime.Read(fields, Ports.Now);
        SilenceTicket.Read(fields, Ports.Limits);
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(
            this, request, target!, $"Change {target!.Brief} at {target.Place} to {fields.Parameters[MatcherList.Field]} {SilenceTime.Words(fields.Parameters)}")
        {
            Parameters = fields.Parameters,
            Allowed = allowed,
        };
    }

    /// <inheritdoc/>
    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var silence = Judged(scene);
        var (before, after) = (MatcherList.Write(silence.Matchers), scene.Call.Parameters[MatcherList.Field]);
        return Task.FromResult(new Rehearsal(StateOf(silence),
            [
                new($"{before} until {Write(silence.EndsAt)}", before == after ? "the same matchers, with another end and comment" : "it ends now, and another takes its place"),
                new(before == after ? before : null, $"{after} until {Write(SilenceTime.EndsAt(scene.Call.Parameters, scene.Now))}"),
            ], VerifyWithin));
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.Click, "it changes nothing but who is told, and ends by itself");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var silence = await FindAsync(plan, cancellation).ConfigureAwait(false);
        var begin = silence.State is SilenceState.Pending ? order.IntentAt : silence.StartsAt;
        var draft = new SilenceDraft(MatcherList.Of(plan.Parameters), begin, SilenceTime.EndsAt(plan.Parameters, order.IntentAt), order.By.Name, Comment(plan, order)) { Id = silence.Id };
        var (id, _) = await AtOneAsync(plan.Target, member => member.PutAsync(draft, cancellation)).ConfigureAwait(false);
        return id == silence.Id ? "changed, under the same id" : $"the old one ended, and made anew, id {id}";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var seen = await OursAsync(plan, order, cancellation).ConfigureAwait(false);
        if (NotYet(seen, plan) is { } notYet)
        {
            return notYet with { Made = seen.Newest?.Id };
        }

        var old = seen.Newest!.Id == plan.Target.Name ? null : await ItselfAsync(plan, cancellation).ConfigureAwait(false);
        return old is not null && old.Told.Any(told => told.Silence is { State: not SilenceState.Expired })
            ? new(SightingState.UnderWay, $"the new silence {seen.Newest.Id} is active, and the old one not ended everywhere yet") { Made = seen.Newest.Id }
            : Alerts(seen, plan, order) with { Made = seen.Newest.Id };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) =>
        plan.State.Beside.GetValueOrDefault(MatcherList.Field) is not { } matchers || Left(EndOf(plan)) is not { } left ? null
            : new(About.Kind, plan.System, $"{plan.Target.Place}/{seen.Made ?? plan.Target.Name}") { Parameters = Facts.Of((MatcherList.Field, matchers), (SilenceDuration.Field, left)) };
}
