using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>A walkthrough's own row, without what was written and what happened.</summary>
internal sealed class WalkRow
{
    private const string Columns = """
        id AS "Id", version AS "Version", alert AS "Alert", runbook AS "Runbook", system AS "System", text_hash AS "Hash", started_at AS "StartedAt", changed_at AS "ChangedAt",
        body AS "BodyJson", current AS "Current", steps AS "StepsJson", ended_at AS "EndedAt", outcome AS "OutcomeWord", ending AS "EndingJson"
        """;

    private WalkBody? body;

    public string Id { get; init; } = string.Empty;

    public long Version { get; init; }

    public string? Alert { get; init; }

    public string Runbook { get; init; } = string.Empty;

    public string? System { get; init; }

    public string Hash { get; init; } = string.Empty;

    public long StartedAt { get; init; }

    public long ChangedAt { get; init; }

    public string BodyJson { get; init; } = string.Empty;

    public string? Current { get; init; }

    public string StepsJson { get; init; } = "{}";

    public long? EndedAt { get; init; }

    public string? OutcomeWord { get; init; }

    public string? EndingJson { get; init; }

    public WalkBody Body => body ??= WalkJson.Read(Id, BodyJson, WalkJson.Default.WalkBody);

    public WalkEnding? Ending => EndingJson is null ? null : WalkJson.Read(Id, EndingJson, WalkJson.Default.WalkEnding);

    public WalkOutcome? Outcome => OutcomeWord is null ? null : Enum.Parse<WalkOutcome>(OutcomeWord);

    public DateTimeOffset? Ended => EndedAt is { } at ? StoredTime.Read(at) : null;

    public WalkState State => new(Body.Outline, Marks, Current);

    private ImmutableSortedDictionary<string, StoredMark> Marks =>
        WalkJson.Read(Id, StepsJson, WalkJson.Default.ImmutableSortedDictionaryStringStoredMark).WithComparers(StringComparer.Ordinal);

    /// <summary>Reads rows.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM walkthroughs: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="transaction">The transaction that it is part of; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<WalkRow>> ReadAsync(DbConnection connection, string rest, object? values, DbTransaction? transaction, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<WalkRow>(new CommandDefinition($"SELECT {Columns} FROM walkthroughs {rest}", values, transaction, cancellationToken: cancellation)).ConfigureAwait(false)];

    /// <summary>What people said of the runbook, by walkthrough.</summary>
    public static async Task<ILookup<string, RunbookFeedback>> FeedbackAsync(DbConnection connection, IReadOnlyCollection<string> ids, CancellationToken cancellation) => ids.Count == 0
        ? Enumerable.Empty<RunbookFeedback>().ToLookup(_ => string.Empty)
        : (await connection.QueryAsync<FeedbackRow>(new CommandDefinition(
            $"""SELECT walkthrough AS "Walkthrough", body AS "Body" FROM walk_entries WHERE kind = 'feedback' AND {ActionRows.Among("walkthrough", connection)} ORDER BY version, number""",
            new { ids = ids.ToArray() }, cancellationToken: cancellation)).ConfigureAwait(false))
            .ToLookup(row => row.Walkthrough, row => WalkJson.Read(row.Walkthrough, row.Body, WalkJson.Default.WalkEntryBody).Feedback!, StringComparer.Ordinal);

    /// <summary>As it stands in a list.</summary>
    /// <param name="feedback">What people said of the runbook.</param>
    public WalkSummary AsSummary(IEnumerable<RunbookFeedback> feedback)
    {
        var (state, ending) = (State, Ending);
        return new WalkSummary
        {
            Id = Id,
            Runbook = Runbook,
            Title = Body.Title,
            System = System,
            Alert = Alert,
            AlertName = Body.AlertName,
            Incident = Body.Incident,
            Version = Version,
            StartedAt = StoredTime.Read(StartedAt),
            StartedBy = Body.StartedBy,
            ChangedAt = StoredTime.Read(ChangedAt),
            Current = state.Outline.FirstOrDefault(step => step.Id == Current),
            Steps = state.Outline.Length,
            Over = state.Over,
            EndedAt = Ended,
            EndedBy = ending?.By,
            Outcome = Outcome,
            Summary = ending?.Summary ?? string.Empty,
            Feedback = [.. feedback],
        };
    }

    private sealed class FeedbackRow
    {
        public string Walkthrough { get; init; } = string.Empty;

        public string Body { get; init; } = string.Empty;
    }
}
