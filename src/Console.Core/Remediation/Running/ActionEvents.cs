using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Remediation;

/// <summary>What is put on record of guarded actions. All entries of one run have its id in common.</summary>
internal static class ActionEvents
{
    // Evidence is kept for ever: what a server said at length is cut.
    private const int Longest = 600;

    /// <summary>Somebody asked for something that they may not.</summary>
    /// <param name="request">What.</param>
    /// <param name="action">The right that is missing.</param>
    /// <param name="person">Who.</param>
    /// <param name="because">Why not.</param>
    public static AuditEvent Denied(ActionRequest request, GuardedAction action, Person person, string because) => new()
    {
        Actor = person,
        Action = action.Name,
        Stage = AuditStage.Denied,
        System = request.System,
        Target = request.Target,
        Parameters = request.Parameters,
        Reason = because,
        Evidence = new JsonObject { ["kind"] = request.Kind, ["origin"] = Origin(request.Origin) },
    };

    /// <summary>A guard stopped it, or what overriding or breaking the glass needs is missing.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="person">Who.</param>
    /// <param name="because">Why not.</param>
    public static AuditEvent Stopped(ActionRequest request, ActionPlan plan, Person person, string because) => new()
    {
        Actor = person,
        Action = plan.Kind,
        Stage = AuditStage.Denied,
        System = plan.System,
        Target = plan.Target.Title,
        Parameters = plan.Parameters,
        Reason = because,
        PlanHash = plan.Hash,
        Evidence = new JsonObject { ["guards"] = Guards(plan), ["tier"] = Word(plan.Tier), ["origin"] = Origin(request.Origin) },
    };

    /// <summary>It was confirmed.</summary>
    /// <param name="confirmed">What.</param>
    public static AuditEvent Requested(ConfirmedAction confirmed) => Of(confirmed, AuditStage.Requested, confirmed.Reason, new JsonObject
    {
        ["title"] = confirmed.Plan.Title,
        ["guards"] = Guards(confirmed.Plan),
        ["tier"] = Word(confirmed.Plan.Tier),
        ["tierBecause"] = Cut(confirmed.Plan.TierBecause),
        ["grantedBy"] = Cut(confirmed.Plan.GrantedBy),
        ["actsAs"] = Cut(confirmed.Plan.ActsAs),
        ["uid"] = confirmed.Plan.State.Uid,
        ["facts"] = new JsonObject(confirmed.Plan.State.Facts.Select(fact => KeyValuePair.Create<string, JsonNode?>(fact.Key, fact.Value))),
        ["changes"] = new JsonArray([.. confirmed.Plan.Changes.Select(change => (JsonNode)new JsonObject { ["before"] = change.Before, ["after"] = change.After })]),
        ["overridden"] = List(confirmed.Overridden),
        ["breakGlass"] = confirmed.BrokeGlass,
        ["skipped"] = List(confirmed.Skipped),
        ["needsApproval"] = confirmed.NeedsApproval,
        ["undoOf"] = confirmed.Request.UndoOf,
        ["origin"] = Origin(confirmed.Request.Origin),
    });

    /// <summary>A second person agreed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="approval">What they said.</param>
    public static AuditEvent Approved(StoredRun run, Approval approval) =>
        Of(run.Confirmed, AuditStage.Approved, approval.Reason, new JsonObject { ["requestedBy"] = run.Run.By.Name, ["requestedBySubject"] = run.Run.By.Subject }) with { Actor = approval.By };

    /// <summary>A second person did not agree, or may not decide.</summary>
    /// <param name="run">The run.</param>
    /// <param name="person">Who.</param>
    /// <param name="because">Why.</param>
    /// <param name="isRefusal">Whether it ends the run.</param>
    public static AuditEvent NotApproved(StoredRun run, Person person, string because, bool isRefusal) => Of(run.Confirmed, AuditStage.Denied, because, new JsonObject
    {
        ["requestedBy"] = run.Run.By.Name,
        ["requestedBySubject"] = run.Run.By.Subject,
        ["refused"] = isRefusal,
        ["step"] = isRefusal ? "refusal" : "approve",
    }) with
    { Actor = person };

    /// <summary>It is about to be done.</summary>
    /// <param name="run">The run.</param>
    /// <param name="replica">The process that does it.</param>
    public static AuditEvent Started(StoredRun run, string replica) => Of(run.Confirmed, AuditStage.Started, run.Run.Reason, WithPeople(run, new JsonObject
    {
        ["replica"] = replica,
        ["actsAs"] = Cut(run.Run.Plan.ActsAs),
        ["breakGlass"] = run.Run.BrokeGlass,
    }));

    /// <summary>It is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How.</param>
    /// <param name="by">Who says so: who asked, or the console when it ends by itself.</param>
    /// <param name="foundBy">The process that found it without its own; null when it was its own.</param>
    public static AuditEvent Ended(StoredRun run, RunEnd end, Person by, string? foundBy) => Of(run.Confirmed, end.IsDenied ? AuditStage.Denied : StageOf(end.State), Cut(end.Says), WithPeople(run, new JsonObject
    {
        ["outcome"] = end.Outcome is { } outcome ? Word(outcome) : null,
        ["state"] = Word(end.State),
        ["reached"] = Word(end.Stage),
        ["breakGlass"] = run.Run.BrokeGlass,
        ["foundBy"] = foundBy,
    })) with
    { Actor = by };

    /// <summary>A run was taken back by another.</summary>
    /// <param name="first">The run that was taken back.</param>
    /// <param name="undo">The one that did it.</param>
    public static AuditEvent Undone(StoredRun first, StoredRun undo) =>
        Of(first.Confirmed, AuditStage.Undone, undo.Run.Reason, new JsonObject { ["undoneBy"] = undo.Id, ["saw"] = undo.Run.Says is { } says ? Cut(says) : null }) with { Actor = undo.Run.By };

    private static AuditEvent Of(ConfirmedAction confirmed, AuditStage stage, string? reason, JsonObject evidence) => new()
    {
        Actor = confirmed.By,
        Action = confirmed.Plan.Kind,
        Stage = stage,
        System = confirmed.Plan.System,
        Target = confirmed.Plan.Target.Title,
        Parameters = confirmed.Plan.Parameters,
        Reason = reason,
        PlanHash = confirmed.Plan.Hash,
        Correlation = confirmed.Id,
        Evidence = evidence,
    };

    private static AuditStage StageOf(RunState end) => end switch
    {
        RunState.Succeeded => AuditStage.Succeeded,
        RunState.Unknown => AuditStage.Unknown,
        _ => AuditStage.Failed,
    };

    private static JsonObject WithPeople(StoredRun run, JsonObject evidence)
    {
        evidence["requestedBy"] = run.Run.By.Name;
        if (run.Run.Approval is { Agreed: true } approval)
        {
            evidence["approvedBy"] = approval.By.Name;
            evidence["approvedBySubject"] = approval.By.Subject;
        }

        return evidence;
    }

    private static JsonArray Guards(ActionPlan plan) => new([.. plan.Guards.Select(guard => (JsonNode)new JsonObject
    {
        ["guard"] = guard.Guard,
        ["verdict"] = Word(guard.Verdict),
        ["title"] = Cut(guard.Title),
        ["saw"] = Cut(guard.Saw),
    })]);

    private static JsonObject Origin(ActionOrigin origin)
    {
        var written = new JsonObject { ["door"] = Word(origin.Door) };
        foreach (var (name, value) in new[] { ("alert", origin.Alert), ("alertName", origin.AlertName), ("runbook", origin.Runbook), ("incident", origin.Incident) })
        {
            if (value is not null)
            {
                written[name] = Cut(value);
            }
        }

        return written;
    }

    private static JsonArray List(ImmutableArray<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string Cut(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;

    private static string Word<T>(T member)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.ToString());
}
