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
        Fields = [new(SilenceDuration.Field, "From now for", FieldForm.Duration, "2h")],
        AsksReason = true,
        Undo = "setting the end of before, while that lies ahead",
        Verifies = "the silence active until its new end",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } = [new OverGuard(), new ReadableGuard(), new TooBroadGuard(), new TooLongGuard(), new CriticalGuard()];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Existing(request));
        var duration = fields.Read(SilenceDuration.Field, "for example 2h", SilenceDuration.Read, PromDuration.Format);
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(
            this, request, target!, $"Let {target!.Title} at {target.Place} last {PromDuration.Format(duration)} from now")
        {
            Parameters = fields.Parameters,
            Allowed = allowed,
        };
    }

    /// <inheritdoc/>
    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var silence = Judged(scene);
        var end = scene.Now + SilenceDuration.Of(scene.Call.Parameters);
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
            silence.Matchers, silence.StartsAt, End(plan, order), silence.CreatedBy, $"{before}; {order.By.Name} set its end: {Comment(order)}")
        { Id = silence.Id };
        var id = await Ports.Alertmanager(plan.Target).PutAsync(draft, cancellation).ConfigureAwait(false);
        return id == silence.Id ? "its end is set" : $"made anew with the new end, id {id}";
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var end = End(plan, order);
        return await OursAsync(plan, order, cancellation).ConfigureAwait(false) switch
        {
            null => new(SightingState.NotDone, $"no silence at {plan.Target.Place} was given an end by this action"),
            { State: SilenceState.Expired } silence => new(SightingState.NoEffect, $"somebody ended the silence {silence.Id}") { Made = silence.Id },
            { } silence when (silence.EndsAt - end).Duration() <= Near => new(SightingState.Worked, $"the silence ends {Write(silence.EndsAt)}") { Made = silence.Id },
            { } silence => new(SightingState.NoEffect, $"the silence ends {Write(silence.EndsAt)}: somebody changed it again") { Made = silence.Id },
        };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => Left(EndOf(plan)) is not { } left ? null
        : new(About.Kind, plan.System, $"{plan.Target.Place}/{seen.Made ?? plan.Target.Name}") { Parameters = Facts.Of((SilenceDuration.Field, left)) };

    // From the intent on, which is on record: after a crash the same end is looked for.
    private static DateTimeOffset End(ActionPlan plan, ActionOrder order) => order.IntentAt + SilenceDuration.Of(plan.Parameters);
}
