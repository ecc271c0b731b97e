using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>What somebody wants the next shift to know.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When they wrote it.</param>
/// <param name="Text">What: untrusted text.</param>
public sealed record HandOverNote(IncidentPerson By, DateTimeOffset At, string Text);

/// <summary>
/// The notes for the next shift: one of each person, so that nobody writes over another's. They are told for a day, and lie with what is kept of the person. The right to write is decided
/// in here, at the moment of writing; each text is on record, or it is not kept.
/// </summary>
public sealed class HandOverNotes
{
    /// <summary>The most characters of a note.</summary>
    public const int Longest = IncidentLimits.Text;

    private const string Name = "hand-over-note";
    private const string Topic = "hand-over-notes";
    private const int Most = 50;

    private readonly Database database;
    private readonly AuditLog audit;
    private readonly IAccessRules rules;
    private readonly LiveState live;
    private readonly TimeProvider clock;

    internal HandOverNotes(Database database, AuditLog audit, IAccessRules rules, LiveState live, TimeProvider clock) =>
        (this.database, this.audit, this.rules, this.live, this.clock) = (database, audit, rules, live, clock);

    /// <summary>How long a note is told: what is older was for a shift that is over.</summary>
    public static TimeSpan ToldFor { get; } = TimeSpan.FromDays(1);

    /// <summary>The notes of the last day, newest first.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<HandOverNote>> ReadAsync(CancellationToken cancellation) => database.ReadAsync<ImmutableArray<HandOverNote>>(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(
                """SELECT subject AS "Subject", value AS "Value", changed_at AS "ChangedAt" FROM preferences WHERE name = @Name AND changed_at >= @since ORDER BY changed_at DESC LIMIT @Most""",
                new { Name, Most, since = StoredTime.Of(clock.GetUtcNow() - ToldFor) }, cancellationToken: cancellation)).ConfigureAwait(false);
            return [.. rows.Select(row => row.AsNote()).OfType<HandOverNote>()];
        },
        cancellation);

    /// <summary>Whether somebody may write one: who may work on the incidents of one system at least.</summary>
    /// <param name="person">Who.</param>
    public Decision Decide(Person person)
    {
        var whole = rules.Decide(person, Actions.WorkIncident);
        return whole.IsAllowed ? whole
            : (live.Systems.Current.Value ?? SystemCatalog.Empty).Systems.Select(system => rules.Decide(person, Actions.WorkIncident, system.Profile.Id)).FirstOrDefault(one => one.IsAllowed) ?? whole;
    }

    /// <summary>Keeps somebody's note over their one before.</summary>
    /// <param name="person">Who.</param>
    /// <param name="text">What; nothing takes theirs back.</param>
    /// <param name="cancellation">Ends the wait until it is written.</param>
    /// <returns>The note as it is kept; or why not, with the field's name: <c>text</c>, <c>grant</c>, <c>audit</c>, <c>storage</c>.</returns>
    public async Task<Result<HandOverNote>> KeepAsync(Person person, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var note = new HandOverNote(IncidentPerson.Of(person), StoredTime.Cut(clock.GetUtcNow()), IncidentLimits.Words(text));
        if (IncidentLimits.TooLong("text", note.Text, Longest) is { } wrong)
        {
            return wrong;
        }

        try
        {
            if (Decide(person) is { IsAllowed: false } refused)
            {
                await audit.AppendAsync(Of(person, AuditStage.Denied, refused.Reason), CancellationToken.None).ConfigureAwait(false);
                return new Problem("grant", refused.Reason);
            }

            var recorded = await audit.AppendAsync(Of(person, AuditStage.Succeeded, note.Text), (work, inner) => WriteAsync(work, note, inner), cancellation).ConfigureAwait(false);
            return recorded.IsOk ? note : recorded.Problems;
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }

    /// <summary>Tells whenever a note changed, here or on another replica. What is told after this call is not missed.</summary>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<string> FollowAsync(CancellationToken cancellation) => database.News.FollowAsync(Topic, cancellation);

    private static async Task<Problem?> WriteAsync(StoreWork work, HandOverNote note, CancellationToken cancellation)
    {
        var about = new { note.By.Subject, Name, at = StoredTime.Of(note.At), json = JsonSerializer.Serialize(new Body(note.By.Name, note.Text)) };
        await work.ExecuteAsync(
            note.Text.Length == 0
                ? "DELETE FROM preferences WHERE subject = @Subject AND name = @Name"
                : """
                INSERT INTO preferences (subject, name, value, changed_at) VALUES (@Subject, @Name, @json, @at)
                ON CONFLICT (subject, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
                """,
            about, cancellation).ConfigureAwait(false);
        work.Tell(Topic, string.Empty);
        return null;
    }

    private static AuditEvent Of(Person person, AuditStage stage, string words) => new()
    {
        Actor = person,
        Action = Actions.WorkIncident.Name,
        Stage = stage,
        Target = "the hand-over",
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("deed", Name),
        Reason = words.Length == 0 ? null : IncidentLimits.Cut(words, 600),
    };

    private sealed record Body(string Name, string Text);

    private sealed class Row
    {
        public string Subject { get; init; } = string.Empty;

        public string Value { get; init; } = string.Empty;

        public long ChangedAt { get; init; }

        // What does not read is nobody's note, and must not take the others along.
        public HandOverNote? AsNote()
        {
            try
            {
                return JsonSerializer.Deserialize<Body>(Value) is { Name: { } name, Text: { } text } ? new HandOverNote(new IncidentPerson(Subject, name), StoredTime.Read(ChangedAt), text) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
