using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>Gives a silence another end, so long after now.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class SilenceExtend(RemedyPorts ports) : SilenceRemedy(ports), IRemedy
{
    // Alertmanager keeps whole seconds of what was written; a moment more does no harm.
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(2);

    private const int MostOfComment = 500;

    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("silence-extend", "Extend a silence", Actions.Silence, "silence")
    {
        Fields = [SilenceTime.Fields[0] with { Label = "From now for" }, SilenceTime.Fields[1], SilenceTicket.Field],
        AsksReason = true,
        Undo = "setting the end of before, while that lies ahead",
        Verifies = "the silence active until its new end",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } =
    [
        new OverGuard(), new ReadableGuard(), new EverythingGuard(), new TooBroadGuard(), new TooLongGuard(), new RoleLimitGuard(), new TicketGuard(), new RenewalGuard(),
        new CriticalGuard(), new ClockGuard(), new MembersGuard(),
    ];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Existing(request));
        SilenceTime.Read(fields, Ports.Now);
        SilenceTicket.Read(fields, Ports.Limits);
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(
            this, request, target!, $"Let {target!.Brief} at {target.Place} last {SilenceTime.Words(fields.Parameters)}{(fields.Has(SilenceTime.End) ? string.Empty : " from now")}")
        {
            Parameters = fields.Parameters,
            Allowed = allowed,
        };
    }

    /// <inheritdoc/>
    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var silence = Judged(scene);
        var end = SilenceTime.EndsAt(scene.Call.Parameters, scene.Now);
        var step = end < silence.EndsAt ? $"{DurationText.Words(silence.EndsAt - end)} earlier" : $"{DurationText.Words(end - silence.EndsAt)} later";
        return Task.FromResult(new Rehearsal(StateOf(silence),
            [new($"{MatcherList.Write(silence.Matchers)} ends {Write(silence.EndsAt)}", $"it ends {Write(end)}, {step}")], VerifyWithin));
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.Click, "it changes nothing but who is told, and ends by itself");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var silence = await FindAsync(plan, cancellation).ConfigureAwait(false);
        var before = silence.Comment.Length <= MostOfComment ? silence.Comment : $"{silence.Comment[..MostOfComment]} (cut)";
        var draft = new SilenceDraft(
            silence.Matchers, silence.StartsAt, End(plan, order), silence.CreatedBy, $"{before}; {order.By.Name} set its end: {Comment(plan, order)}")
        { Id = silence.Id };
        var (id, _) = await AtOneAsync(plan.Target, member => member.PutAsync(draft, cancellation)).ConfigureAwait(false);
        return id == silence.Id ? "its end is set" : $"made anew with the new end, id {id}";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var (end, seen) = (End(plan, order), await OursAsync(plan, order, cancellation).ConfigureAwait(false));
        return seen switch
        {
            { Newest: null } => new(SightingState.NotDone, $"no silence at {plan.Target.Place} was given an end by this action{seen.Unasked}"),
            { Newest: { State: SilenceState.Expired } silence } => new(SightingState.NoEffect, $"somebody ended the silence {silence.Id}") { Made = silence.Id },
            { Newest: { } silence } when (silence.EndsAt - end).Duration() > Near =>
                new(SightingState.NoEffect, $"the silence ends {Write(silence.EndsAt)}: somebody changed it again") { Made = silence.Id },
            { Newest: { } silence, Missing: { IsEmpty: false } missing } =>
                new(SightingState.UnderWay, $"the silence ends {Write(silence.EndsAt)} at {seen.Where}; {Words.Some(missing)} has not heard of it yet") { Made = silence.Id },
            { Newest: { } silence } => new(SightingState.Worked, $"the silence ends {Write(silence.EndsAt)}{seen.Unasked}") { Made = silence.Id },
        };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => Left(EndOf(plan)) is not { } left ? null
        : new(About.Kind, plan.System, $"{plan.Target.Place}/{seen.Made ?? plan.Target.Name}") { Parameters = Facts.Of((SilenceDuration.Field, left)) };

    // From the intent on, which is on record: after a crash the same end is looked for.
    private static DateTimeOffset End(ActionPlan plan, ActionOrder order) => SilenceTime.EndsAt(plan.Parameters, order.IntentAt);
}
