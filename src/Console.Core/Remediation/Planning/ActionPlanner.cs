using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>Stages 1 to 4: may the person, what exactly, what do the guards say, what would change. It changes nothing.</summary>
/// <param name="scenes">What the guards look at.</param>
/// <param name="book">The actions.</param>
/// <param name="rules">The rights.</param>
/// <param name="impersonation">As whom clusters are asked.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionPlanner(SceneReader scenes, RemedyBook book, IAccessRules rules, Impersonation impersonation, TimeProvider clock)
{
    // A watch that is a moment late has caught up by then.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);
    private readonly ShortMemory<Rehearsal> rehearsals = new(TimeSpan.FromSeconds(10), clock);
    private readonly RequestReading reading = new(book);

    /// <summary>Plans with what is known now. A dialog asks every 2 s: what the servers said is remembered for some seconds, as long as the target is the same.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The plan, or why there is none. Silent upstreams and a silent store are answers, not exceptions.</returns>
    public Task<PlanAnswer> PlanAsync(ActionRequest request, Person person, CancellationToken cancellation) =>
        PlanAsync(request, person, false, null, cancellation);

    /// <summary>Plans with nothing remembered of earlier looks: for a confirmation, and for a run whose turn has come.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="person">In whose name.</param>
    /// <param name="run">The run that is planned anew, which does not stand in its own way; null for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>As <see cref="PlanAsync(ActionRequest, Person, CancellationToken)"/>.</returns>
    public Task<PlanAnswer> PlanAnewAsync(ActionRequest request, Person person, string? run, CancellationToken cancellation) =>
        PlanAsync(request, person, true, run, cancellation);

    private async Task<PlanAnswer> PlanAsync(ActionRequest request, Person person, bool anew, string? run, CancellationToken cancellation)
    {
        // Stage 1: the grant. Which right it takes only the action tells.
        if (book.Find(request.Kind) is not { } remedy)
        {
            return new PlanAnswer.Wrong([reading.NoSuchKind(request.Kind)]);
        }

        var decision = rules.Decide(person, remedy.About.Permission, request.System);
        if (!decision.IsAllowed)
        {
            return new PlanAnswer.Denied(remedy.About.Permission, decision);
        }

        // Stage 2: the parameters.
        var read = RequestReading.Read(request, remedy, scenes.Catalog);
        if (!read.IsOk)
        {
            return new PlanAnswer.Wrong(read.Problems);
        }

        var (system, call) = read.Value;
        var who = call.Needs is null ? ActingAs.Console : impersonation.For(call.Target.Place, person);
        var asked = new SceneQuestion(call, person, who, system) { Anew = anew, Run = run };
        for (var isLast = false; ; isLast = true)
        {
            if (await LookAsync(asked, decision, isLast, cancellation).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            await Task.Delay(Moment, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Stages 3 and 4. Null: the target changed between the two, look again.</summary>
    private async Task<PlanAnswer?> LookAsync(SceneQuestion asked, Decision decision, bool isLast, CancellationToken cancellation)
    {
        var stage = ActionStage.Preflight;
        ImmutableArray<GuardAnswer> guards = [];
        try
        {
            var scene = await scenes.ReadAsync(asked, cancellation).ConfigureAwait(false);
            guards = [.. CommonGuards.And(asked.Call.Remedy).Select(guard => guard.Judge(scene)).OrderByDescending(answer => answer.Verdict)];
            if (!asked.Who.IsOk)
            {
                return new PlanAnswer.Unplannable(stage, asked.Who.Problems[0].What, guards);
            }

            stage = ActionStage.DryRun;
            var rehearsal = await rehearsals.GetAsync(KeyOf(scene, asked.Who.Value), asked.Anew,
                () => asked.Call.Remedy.RehearseAsync(scene, asked.Who.Value, cancellation)).ConfigureAwait(false);
            return new PlanAnswer.Made(PlanComposer.Compose(scene, guards, rehearsal, asked.Who.Value, decision));
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.Conflict && !isLast)
        {
            return null;
        }
        catch (UpstreamException e)
        {
            return new PlanAnswer.Unplannable(stage, e.Message, guards)
            {
                IsRefused = stage is ActionStage.DryRun && e.Fault is (UpstreamFault.Refused or UpstreamFault.Invalid or UpstreamFault.Missing or UpstreamFault.Conflict),
            };
        }
        catch (StorageException e)
        {
            return new PlanAnswer.Unplannable(stage, $"What was done before can't be told, and so nothing is done: {e.Message}", guards);
        }
    }

    // As long as this is the same, the server would say the same: the same wish, as the same person, about the same object in the same version.
    private static string KeyOf(Scene scene, ActingAs who)
    {
        var call = scene.Call;
        var seen = call.Target.Kind switch
        {
            "Lease" => $"{scene.Leader?.Lease?.Uid} {scene.Leader?.Lease?.ResourceVersion}",
            "Pod" => $"{scene.Pod?.Pod.Id.Uid} {scene.Pod?.Pod.Id.ResourceVersion}",
            "Silence" => $"{scene.Now.Ticks}",
            _ => $"{scene.Workload?.Controller?.Id.Uid} {scene.Workload?.Controller?.Id.ResourceVersion}",
        };
        return $"{call.Remedy.About.Kind}\n{call.Request.System}\n{call.Target.Key}\n{string.Join('\n', call.Parameters)}\n{who.Words}\n{seen}";
    }
}
