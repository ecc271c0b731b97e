using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Systems;

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
            .. SilenceTime.Fields, SilenceTime.UntilField, SilenceTicket.Field,
        ],
        AsksReason = true,
        Undo = "ending the silence",
        Verifies = "the silence active at every member of the cluster, and every alert that it fits held back",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } =
    [
        new EverythingGuard(), new TooBroadGuard(), new TooLongGuard(), new RoleLimitGuard(), new TicketGuard(), new RenewalGuard(), new MatchesGuard(), new CriticalGuard(),
        new AlreadyGuard(), new WithinGuard(), new ClockGuard(), new MembersGuard(),
    ];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var matchers = fields.Read(MatcherList.Field, "for example alertname=\"X\"", MatcherList.Read, it => MatcherList.Write(it));
        SilenceTime.Read(fields, Ports.Now);
        SilenceTicket.Read(fields, Ports.Limits);
        var place = fields.Target(New(request, matchers));
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(
            this, request, place!, $"Silence {place!.Name} {SilenceTime.Words(fields.Parameters)} at {place.Place}")
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
            new(null, $"a Silence of {scene.Call.Target.Name}, from now {SilenceTime.Words(scene.Call.Parameters)}"),
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
        var (end, comment) = (SilenceTime.EndsAt(plan.Parameters, order.IntentAt), Comment(plan, order));
        if (SilenceTime.IsKept(plan.Parameters))
        {
            // The rest is the keeper's: it sets the end further off, seldom, for as long as there is something to hold back.
            var latest = end;
            end = SilenceKeeping.FirstEnd(order.IntentAt, latest);
            comment = SilenceMark.Kept(comment, end, latest);
        }

        var draft = new SilenceDraft(MatcherList.Of(plan.Parameters), order.IntentAt, end, order.By.Name, comment);
        var (id, member) = await AtOneAsync(plan.Target, at => at.PutAsync(draft, cancellation)).ConfigureAwait(false);
        return $"made, id {id}{(member == plan.Target.Place ? string.Empty : $", at {member}: {plan.Target.Place} did not answer")}";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var seen = await OursAsync(plan, order, cancellation).ConfigureAwait(false);
        return (NotYet(seen, plan) ?? Alerts(seen, plan, order)) with { Made = seen.Newest?.Id };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) =>
        seen.Made is null ? null : new("silence-expire", plan.System, $"{plan.Target.Place}/{seen.Made}");
}
