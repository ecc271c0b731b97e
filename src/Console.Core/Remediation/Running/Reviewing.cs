using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Broken glasses, and that somebody else looks at each.</summary>
/// <param name="around">The rest.</param>
internal sealed class Reviewing(ActionSurroundings around)
{
    private const string Action = "close-review";

    /// <summary>Reviews that are open, or were closed since a time; newest first.</summary>
    public static Task<ImmutableArray<ReviewItem>> ReadAsync(Database database, DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<ReviewItem>>(
        async connection => [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"{Row.Select} WHERE closed_at IS NULL OR closed_at >= @since ORDER BY opened_at DESC LIMIT 200", new { since = StoredTime.Of(since) }, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsItem())],
        cancellation);

    /// <summary>Closes one.</summary>
    public async Task<Result<ReviewItem>> CloseAsync(string id, string words, Person person, CancellationToken cancellation)
    {
        var found = await around.Database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition($"{Row.Select} WHERE id = @id", new { id }, cancellationToken: cancellation)), cancellation).ConfigureAwait(false);
        if (found.FirstOrDefault() is not { } row)
        {
            return new Problem("id", "there is no such review");
        }

        if (row.ClosedAt is not null)
        {
            return new Problem("state", $"{row.ClosedBy} closed it already");
        }

        var said = (words ?? string.Empty).Trim();
        if (await DeniedAsync(row, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        if (Confirming.ReasonProblem(said) is { } wrong)
        {
            return wrong with { Where = "words" };
        }

        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        var closed = await around.Ledger.WithAsync(Event(row, person, AuditStage.Succeeded, said), async (work, inner) =>
        {
            work.Tell(ActionStore.Topic, id);
            return Problem.When(
                await work.ExecuteAsync("UPDATE reviews SET closed_at = @now, closed_by = @Name, words = @said WHERE id = @id AND closed_at IS NULL",
                    new { id, now = StoredTime.Of(now), person.Name, said }, inner).ConfigureAwait(false) == 0,
                "state", "somebody closed it at the same time");
        }).ConfigureAwait(false);
        return closed.Match<Result<ReviewItem>>(_ => row.AsItem() with { ClosedAt = now, ClosedBy = person.Name, Words = said }, problems => problems);
    }

    private async Task<Problem?> DeniedAsync(Row row, Person person)
    {
        var because = person.Subject == row.Subject ? "you broke this glass yourself: somebody else must look at it"
            : around.Rules.Decide(person, Actions.Approve, row.System) is { IsAllowed: false } refused ? refused.Reason : null;
        if (because is null)
        {
            return null;
        }

        await around.Ledger.NoteAsync(Event(row, person, AuditStage.Denied, because)).ConfigureAwait(false);
        return new Problem("grant", because);
    }

    // An affair of its own: the run has its outcome on record already.
    private static AuditEvent Event(Row row, Person person, AuditStage stage, string reason) => new()
    {
        Actor = person,
        Action = Action,
        Stage = stage,
        System = row.System,
        Target = $"action {row.Id}",
        Reason = reason,
    };

    private sealed class Row
    {
        public const string Select = """
            SELECT id AS "Id", system AS "System", subject AS "Subject", opened_at AS "OpenedAt", skipped AS "Skipped", closed_at AS "ClosedAt", closed_by AS "ClosedBy",
            words AS "Words" FROM reviews
            """;

        public string Id { get; init; } = string.Empty;

        public string System { get; init; } = string.Empty;

        public string Subject { get; init; } = string.Empty;

        public long OpenedAt { get; init; }

        public string Skipped { get; init; } = "[]";

        public long? ClosedAt { get; init; }

        public string? ClosedBy { get; init; }

        public string? Words { get; init; }

        public ReviewItem AsItem() => new(Id, System, StoredTime.Read(OpenedAt), JsonSerializer.Deserialize(Skipped, ActionJson.Default.ImmutableArrayString))
        {
            ClosedAt = ClosedAt is { } at ? StoredTime.Read(at) : null,
            ClosedBy = ClosedBy,
            Words = Words,
        };
    }
}
