using System.Globalization;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

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
            : new ActionTarget("Silence", place, string.Empty, parsed.ToString("D"));
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
        var now = await ports.Alertmanager(plan.Target).FindAsync(plan.Target.Name, cancellation).ConfigureAwait(false) ?? throw Targets.Gone(plan.Target);
        return Facts.Difference(StateOf(now), plan.State) is { } different ? throw Targets.Changed(plan.Target, different) : now;
    }

    /// <summary>The comment of what a run makes: the run's id tells it from all others.</summary>
    protected static string Comment(ActionOrder order) => $"{order.Reason ?? "no reason given"} {Mark(order)}";

    /// <summary>The silence that a run made or changed; null when there is none.</summary>
    protected async Task<Silence?> OursAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) =>
        (await ports.SilencesAsync(plan.Target, cancellation).ConfigureAwait(false))
            .Where(silence => silence.Comment.Contains(Mark(order), StringComparison.Ordinal))
            .OrderBy(silence => silence.State is SilenceState.Expired).FirstOrDefault();

    /// <summary>A time as a plan keeps it.</summary>
    protected static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What is left until a time, as a parameter; null when it is nothing worth a silence.</summary>
    protected string? Left(DateTimeOffset end)
    {
        var left = TimeSpan.FromSeconds(Math.Floor((end - ports.Now).TotalSeconds));
        return left < SilenceDuration.Shortest ? null : PromDuration.Format(left);
    }

    private static string Mark(ActionOrder order) => $"(action {order.RunId})";

    private static string Word(SilenceState state) => state.ToString().ToLowerInvariant();
}
