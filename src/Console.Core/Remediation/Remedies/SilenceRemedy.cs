using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>What the actions on silences share: how one is found, and how ours is told from others.</summary>
/// <param name="ports">What it reaches.</param>
internal abstract class SilenceRemedy(RemedyPorts ports)
{
    /// <summary>How long Alertmanager has to take it up.</summary>
    protected static readonly TimeSpan VerifyWithin = TimeSpan.FromMinutes(1);

    private const string EndsAt = "endsAt";
    private const string State = "state";

    /// <summary>What it reaches.</summary>
    protected RemedyPorts Ports => ports;

    /// <summary>A silence that is there: <c>ALERTMANAGER/ID</c>.</summary>
    protected Result<ActionTarget> Existing(ActionRequest request)
    {
        var slash = request.Target.LastIndexOf('/');
        var (place, id) = slash < 0 ? (string.Empty, request.Target) : (request.Target[..slash], request.Target[(slash + 1)..]);
        var given = FieldReader.Short(request.Target);
        return slash < 0 || !Guid.TryParseExact(id, "D", out var parsed) ? new Problem("target", $"'{given}' is no silence: write ALERTMANAGER/ID, with the id as Alertmanager shows it")
            : !ports.Alertmanagers.Contains(place) ? new Problem("target", $"no Alertmanager is named '{FieldReader.Short(place)}'; configured: {Words.Some(ports.Alertmanagers)}")
            : new ActionTarget("Silence", ports.Clusters.ToWriteTo(place), string.Empty, parsed.ToString("D"));
    }

    /// <summary>Where a new silence goes: the Alertmanager that is asked for, or another of its cluster while that one does not answer.</summary>
    protected Result<ActionTarget> New(ActionRequest request, ImmutableArray<Matcher> matchers)
    {
        var all = ports.Alertmanagers;
        var place = request.Target.Length > 0 ? request.Target : all.FirstOrDefault();
        return place is null ? new Problem("target", "no Alertmanager is configured")
            : !all.Contains(place) ? new Problem("target", $"no Alertmanager is named '{FieldReader.Short(place)}'; configured: {Words.Some(all)}")
            : new ActionTarget("Silence", ports.Clusters.ToWriteTo(place), string.Empty, matchers.IsDefaultOrEmpty ? string.Empty : MatcherList.Write(matchers));
    }

    /// <summary>The silence that the guards judged.</summary>
    /// <exception cref="Upstream.UpstreamException">There is none.</exception>
    protected static Silence Judged(Scene scene) => scene.Silence ?? throw Targets.Gone(scene.Call.Target);

    /// <summary>What a plan for a silence is bound to. Its matchers never change: with others it is another silence.</summary>
    protected static TargetState StateOf(Silence silence) => new(silence.Id, Facts.Of((EndsAt, Write(silence.EndsAt)), (State, Word(silence.State))))
    {
        Beside = silence.Unjudged.IsEmpty ? Facts.Of((MatcherList.Field, MatcherList.Write(silence.Matchers))) : Facts.Of(),
    };

    /// <summary>When the silence of a plan would have ended.</summary>
    protected static DateTimeOffset EndOf(ActionPlan plan) => DateTimeOffset.Parse(plan.State.Facts[EndsAt], CultureInfo.InvariantCulture);

    /// <summary>The silence for an execution: the one that the plan is bound to.</summary>
    /// <exception cref="Upstream.UpstreamException">It is another by now, or Alertmanager does not answer.</exception>
    protected async Task<Silence> FindAsync(ActionPlan plan, CancellationToken cancellation)
    {
        var (now, _) = await AtOneAsync(plan.Target, member => member.FindAsync(plan.Target.Name, cancellation)).ConfigureAwait(false);
        now = now ?? throw Targets.Gone(plan.Target);
        return Facts.Difference(StateOf(now), plan.State) is { } different ? throw Targets.Changed(plan.Target, different) : now;
    }

    /// <summary>The comment of what a run makes: the run's id tells it from all others.</summary>
    protected static string Comment(ActionPlan plan, ActionOrder order)
    {
        var (why, ticket) = (order.Reason ?? "no reason given", SilenceTicket.Of(plan.Parameters));
        return $"{why}{(ticket is null || why.Contains(ticket, StringComparison.Ordinal) ? string.Empty : $" {ticket}")} {Mark(order)}";
    }

    /// <summary>The silence that a run made or changed, as each member of the cluster has it.</summary>
    protected Task<MemberSilences> OursAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) => MemberSilences.AskAsync(
        ports.Members(plan.Target).Select(member => member.Name),
        async member => (await ports.SilencesAsync(member, cancellation).ConfigureAwait(false))
            .Where(silence => silence.Comment.Contains(Mark(order), StringComparison.Ordinal))
            .OrderBy(silence => silence.State is SilenceState.Expired).FirstOrDefault());

    /// <summary>The silence that a plan is about, as each member of the cluster has it.</summary>
    protected Task<MemberSilences> ItselfAsync(ActionPlan plan, CancellationToken cancellation) => MemberSilences.AskAsync(
        ports.Members(plan.Target).Select(member => member.Name), member => ports.Alertmanager(plan.Target with { Place = member }).FindAsync(plan.Target.Name, cancellation));

    /// <summary>
    /// Asks one member: the target's own, and the next only where the one before it certainly did nothing. What may have been done is not done twice.
    /// </summary>
    /// <returns>What it answered, and which it was.</returns>
    /// <exception cref="UpstreamException">None did it.</exception>
    protected async Task<(T Answer, string Member)> AtOneAsync<T>(ActionTarget target, Func<ISilenceWriter, Task<T>> ask)
    {
        var members = ports.Members(target);
        for (var i = 0; ; i++)
        {
            try
            {
                return (await ask(members[i]).ConfigureAwait(false), members[i].Name);
            }
            catch (UpstreamException e) when (!e.OutcomeIsUnknown && e.Fault is UpstreamFault.Unreachable or UpstreamFault.CircuitOpen && i + 1 < members.Length)
            {
                // Another member of the cluster takes it, and tells this one once it is back.
            }
        }
    }

    /// <summary>Whether the alerts that a silence fits are held back by it, wherever they are reported.</summary>
    protected Sighting Alerts(MemberSilences seen, ActionPlan plan, ActionOrder order)
    {
        var (silence, board, where) = (seen.Newest!, ports.Live.Alerts.Current, seen.Where);
        if (board.Value is null || !(board.ObservedAt > order.IntentAt))
        {
            return new(SightingState.UnderWay, $"the silence is active at {where}; the alerts have not been read since");
        }

        var members = ports.Clusters.Of(plan.Target.Place).Members;
        var reached = board.Value.Alerts.Where(alert => alert.State is not AlertState.Pending
            && (alert.Origins.IsEmpty || alert.Origins.Any(members.Contains)) && silence.Matches(alert.Labels) is true).ToList();
        var loud = reached.Where(alert => !alert.SilencedBy.Contains(silence.Id)
            || alert.Views.Any(view => view.State is AlertState.Firing && members.Contains(view.Source) && !board.Value.Silent.Contains(view.Source))).ToList();
        return loud.Count == 0
            ? new(SightingState.Worked, $"the silence is active at {where} until {Write(silence.EndsAt)} and holds {Words.Count(reached.Count, "alert")} back{seen.Unasked}")
            : new(SightingState.UnderWay, $"the silence is active at {where}; {loud.Count} of {Words.Count(reached.Count, "alert")} {(loud.Count == 1 ? "is" : "are")} not held back yet: {SilenceView.Names(loud)}");
    }

    /// <summary>What is seen of a silence that was made or changed, as far as it is not as wanted everywhere; null where it is.</summary>
    protected static Sighting? NotYet(MemberSilences seen, ActionPlan plan) => seen switch
    {
        { Newest: null } => new(SightingState.NotDone, $"no silence of this action is at {plan.Target.Place}{seen.Unasked}"),
        { Newest: { State: SilenceState.Expired } silence } => new(SightingState.NoEffect, $"somebody ended the silence {silence.Id}"),
        { Newest: { State: SilenceState.Pending } silence } => new(SightingState.UnderWay, $"the silence {silence.Id} has not begun yet"),
        { Missing: { IsEmpty: false } missing } => new(SightingState.UnderWay, $"the silence is active at {seen.Where}, and not yet at {Words.Some(missing)}"),
        _ => null,
    };

    /// <summary>A time as a plan keeps it.</summary>
    protected static string Write(DateTimeOffset at) => SilenceTime.Write(at);

    /// <summary>What is left until a time, as a parameter; null when it is nothing worth a silence.</summary>
    protected string? Left(DateTimeOffset end)
    {
        var left = TimeSpan.FromSeconds(Math.Floor((end - ports.Now).TotalSeconds));
        return left < SilenceDuration.Shortest ? null : PromDuration.Format(left);
    }

    private static string Mark(ActionOrder order) => SilenceMark.OfRun(order.RunId);

    private static string Word(SilenceState state) => state.ToString().ToLowerInvariant();
}
