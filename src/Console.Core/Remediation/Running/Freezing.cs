using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Change freezes: made and ended by people who may, on record.</summary>
/// <param name="live">The systems.</param>
/// <param name="around">The rest.</param>
internal sealed class Freezing(LiveState live, ActionSurroundings around)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Freezes a system.</summary>
    public async Task<Result<Freeze>> FreezeAsync(string system, DateTimeOffset from, DateTimeOffset to, string reason, Person person)
    {
        var words = (reason ?? string.Empty).Trim();
        var now = around.Clock.GetUtcNow();
        var problems = Problem.All(
            Problem.When(live.Systems.Current.Value?.Find(system) is null, "system", $"there is no system '{system}'"),
            Problem.When(to <= from, "to", "must come after the begin"),
            Problem.When(to > from && to <= now, "to", "is over already"),
            Problem.When(to - from > Longest, "to", $"is {(to - from).TotalDays:0} days after the begin; a freeze may last {Longest.TotalDays:0}"),
            Confirming.ReasonProblem(words));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var freeze = new Freeze(RunId.New(now), system, StoredTime.Cut(from), StoredTime.Cut(to), words, person.Name, person.Subject);
        if (await DeniedAsync(freeze, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        var stored = await around.Ledger.WithAsync(Event(freeze, person, AuditStage.Succeeded, words), async (work, cancellation) =>
        {
            await work.ExecuteAsync(
                "INSERT INTO freezes (id, system, begins_at, ends_at, reason, name, subject) VALUES (@Id, @System, @begins, @ends, @Reason, @By, @BySubject)",
                new { freeze.Id, freeze.System, begins = StoredTime.Of(freeze.From), ends = StoredTime.Of(freeze.To), freeze.Reason, freeze.By, freeze.BySubject }, cancellation).ConfigureAwait(false);
            work.Tell(ActionStore.Topic, freeze.Id);
            return null;
        }).ConfigureAwait(false);
        return stored.Match<Result<Freeze>>(_ => freeze, problems => problems);
    }

    /// <summary>Ends a freeze early.</summary>
    public async Task<Result<Freeze>> ThawAsync(string id, Person person, CancellationToken cancellation)
    {
        if ((await around.Database.ReadAsync(connection => FreezeRows.ReadAsync(connection, "WHERE id = @id", new { id }, cancellation), cancellation).ConfigureAwait(false)).FirstOrDefault()
            is not { } freeze)
        {
            return new Problem("id", "there is no such freeze");
        }

        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        if (freeze.EndedAt is not null || freeze.To <= now)
        {
            return new Problem("id", "it is over already");
        }

        if (await DeniedAsync(freeze, person).ConfigureAwait(false) is { } denied)
        {
            return denied;
        }

        var ended = freeze with { EndedAt = now };
        var stored = await around.Ledger.WithAsync(Event(ended, person, AuditStage.Succeeded, "ended early"), async (work, inner) =>
        {
            work.Tell(ActionStore.Topic, id);
            return Problem.When(
                await work.ExecuteAsync("UPDATE freezes SET ended_at = @now WHERE id = @id AND ended_at IS NULL", new { id, now = StoredTime.Of(now) }, inner).ConfigureAwait(false) == 0,
                "id", "it is over already");
        }).ConfigureAwait(false);
        return stored.Match<Result<Freeze>>(_ => ended, problems => problems);
    }

    private async Task<Problem?> DeniedAsync(Freeze freeze, Person person)
    {
        if (around.Rules.Decide(person, Actions.FreezeChanges, freeze.System) is not { IsAllowed: false } refused)
        {
            return null;
        }

        await around.Ledger.NoteAsync(Event(freeze, person, AuditStage.Denied, refused.Reason)).ConfigureAwait(false);
        return new Problem("grant", refused.Reason);
    }

    private static AuditEvent Event(Freeze freeze, Person person, AuditStage stage, string reason) => new()
    {
        Actor = person,
        Action = Actions.FreezeChanges.Name,
        Stage = stage,
        System = freeze.System,
        Target = $"freeze {freeze.Id}",
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("from", Text(freeze.From)).Add("to", Text(freeze.To))
            .AddRange(freeze.EndedAt is { } ended ? [KeyValuePair.Create("ended", Text(ended))] : []),
        Reason = reason,
        Correlation = freeze.Id,
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
