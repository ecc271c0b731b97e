using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>What a person confirmed: all of a run that never changes.</summary>
internal sealed record ConfirmedAction
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>What they asked for.</summary>
    public required ActionRequest Request { get; init; }

    /// <summary>The plan they agreed to.</summary>
    public required ActionPlan Plan { get; init; }

    /// <summary>Who.</summary>
    public required Person By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, in their words; null when none was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The guards that they overrode, by id.</summary>
    public ImmutableArray<string> Overridden { get; init; } = [];

    /// <summary>Whether it goes without the second person.</summary>
    public bool BrokeGlass { get; init; }

    /// <summary>Who could have been asked when the glass was broken.</summary>
    public ImmutableArray<string> Skipped { get; init; } = [];

    /// <summary>Whether a second person must agree first.</summary>
    public bool NeedsApproval => Plan.Tier is RiskTier.SecondPerson && !BrokeGlass;
}

/// <summary>A run as it is stored: what pages see, and what only the runner needs.</summary>
/// <param name="Confirmed">What was confirmed.</param>
/// <param name="Run">How far it is.</param>
/// <param name="Replica">The process that carries it out; null for none.</param>
/// <param name="IntentAt">When its intent was committed; null before.</param>
internal sealed record StoredRun(ConfirmedAction Confirmed, ActionRun Run, string? Replica, DateTimeOffset? IntentAt)
{
    /// <summary>Its id.</summary>
    public string Id => Run.Id;

    /// <summary>A new one.</summary>
    /// <param name="confirmed">What was confirmed.</param>
    /// <param name="lapsesAt">Until when it may begin, or be agreed to.</param>
    /// <param name="replica">The process that begins it; null for one that waits.</param>
    public static StoredRun New(ConfirmedAction confirmed, DateTimeOffset lapsesAt, string? replica) => new(
        confirmed,
        new ActionRun
        {
            Id = confirmed.Id,
            Plan = confirmed.Plan,
            By = confirmed.By,
            At = confirmed.At,
            Reason = confirmed.Reason,
            Origin = confirmed.Request.Origin,
            State = confirmed.NeedsApproval ? RunState.Waiting : RunState.Approved,
            LapsesAt = lapsesAt,
            Overridden = confirmed.Overridden,
            BrokeGlass = confirmed.BrokeGlass,
            UndoOf = confirmed.Request.UndoOf,
        },
        replica,
        null);
}

/// <summary>How a run ends.</summary>
/// <param name="State">How far it came.</param>
/// <param name="Outcome">What became of it; null where nothing was tried.</param>
/// <param name="Says">In a sentence, with what was seen.</param>
internal sealed record RunEnd(RunState State, ActionOutcome? Outcome, string Says)
{
    /// <summary>The last stage that it reached.</summary>
    public required ActionStage Stage { get; init; }

    /// <summary>What would take it back; null when nothing does.</summary>
    public ActionRequest? Undo { get; init; }

    /// <summary>Whether it ends because a right is missing.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Nothing was done.</summary>
    public static RunEnd NotBegun(ActionStage stage, string says) => new(RunState.Failed, ActionOutcome.NotBegun, says) { Stage = stage };

    /// <summary>Its time or its target ran away before it was done.</summary>
    public static RunEnd Lapsed(string says) => new(RunState.Lapsed, null, says) { Stage = ActionStage.Approval };
}

/// <summary>Reads and writes what is kept as JSON in the rows.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfirmedAction))]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class ActionJson : JsonSerializerContext;
