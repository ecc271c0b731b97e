using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Keeps each person's saved filters. They are their own: nobody else sees or changes them, and they give no right.</summary>
public sealed class SavedFilters
{
    /// <summary>The most of a person.</summary>
    public const int Most = 50;

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    private const string Topic = "saved-filters";
    private const string Select = """SELECT id AS "Id", place AS "Place", body AS "Body" FROM saved_filters WHERE subject = @subject ORDER BY place, id""";

    private readonly Database database;
    private readonly TimeProvider clock;

    internal SavedFilters(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <summary>A person's, in their order.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<SavedFilter>> ListAsync(string subject, CancellationToken cancellation) =>
        database.ReadAsync(connection => ReadAsync(connection, null, subject, cancellation), cancellation);

    /// <summary>Keeps the view of an address under a name of its own, at the end of the list.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="name">The name.</param>
    /// <param name="address">The view's address.</param>
    /// <param name="notice">Whether and how it calls.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; or why not, with the field's name: <c>name</c>, <c>view</c>, <c>storage</c>.</returns>
    public Task<Result<SavedFilter>> SaveAsync(string subject, string name, string address, FilterNotice notice, CancellationToken cancellation) => ChangeAsync(
        subject,
        there => there.Length >= Most
            ? new Problem("name", $"{Most} are the most: delete one first")
            : new SavedFilter(RunId.New(clock.GetUtcNow()), name, SavedQuery.Of(address), there.Select(one => one.Place).DefaultIfEmpty(0).Max() + 1, notice),
        cancellation);

    /// <summary>Changes one: its name, its view, its place, how it calls.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">Makes the new one of the old.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; or why not, with the field's name: <c>id</c>, <c>name</c>, <c>view</c>, <c>storage</c>.</returns>
    public Task<Result<SavedFilter>> ChangeAsync(string subject, string id, Func<SavedFilter, SavedFilter> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ChangeAsync(subject, there => there.FirstOrDefault(one => one.Id == id) is { } was ? change(was) with { Id = id } : Gone, cancellation);
    }

    /// <summary>Changes places with the one before it, or with the one behind it.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="isUp">Whether it goes up.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; or why not, with the field's name: <c>id</c>, <c>storage</c>.</returns>
    public Task<Result<SavedFilter>> MoveAsync(string subject, string id, bool isUp, CancellationToken cancellation) => StoredAsync(
        async work =>
        {
            var there = await ReadAsync(work.Connection, work, subject, cancellation).ConfigureAwait(false);
            if (there.FirstOrDefault(one => one.Id == id) is not { } moved)
            {
                return Gone;
            }

            var at = there.IndexOf(moved);
            var to = Math.Clamp(at + (isUp ? -1 : 1), 0, there.Length - 1);
            var order = there.RemoveAt(at).Insert(to, moved);
            await work.ExecuteAsync(
                "UPDATE saved_filters SET place = @place WHERE id = @Id AND subject = @subject",
                order.Select((one, index) => new { one.Id, subject, place = index + 1 }), cancellation).ConfigureAwait(false);
            work.Tell(Topic, PersonalNews.Say(subject, id));
            return moved with { Place = to + 1 };
        },
        cancellation);

    /// <summary>Deletes one; nothing happens when it is not there.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why not; null when it is gone.</returns>
    public async Task<Problem?> DeleteAsync(string subject, string id, CancellationToken cancellation)
    {
        try
        {
            await database.WriteAsync(
                work =>
                {
                    work.Tell(Topic, PersonalNews.Say(subject, id));
                    return work.ExecuteAsync("DELETE FROM saved_filters WHERE id = @id AND subject = @subject", new { id, subject }, cancellation);
                },
                cancellation).ConfigureAwait(false);
            return null;
        }
        catch (StorageException e)
        {
            return NotKept(e);
        }
    }

    /// <summary>Tells whenever a person's changed, here or on another replica. What is told after this call is not missed.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<string> FollowAsync(string subject, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return PersonalNews.OfAsync(database.News.FollowAsync(Topic, cancellation), subject);
    }

    private static Problem Gone { get; } = new("id", "there is no such saved filter any more");

    private Task<Result<SavedFilter>> ChangeAsync(string subject, Func<ImmutableArray<SavedFilter>, Result<SavedFilter>> decide, CancellationToken cancellation) => StoredAsync(
        async work =>
        {
            ArgumentException.ThrowIfNullOrEmpty(subject);
            var there = await ReadAsync(work.Connection, work, subject, cancellation).ConfigureAwait(false);
            var decided = decide(there);
            if (!decided.IsOk)
            {
                return decided;
            }

            var one = decided.Value with { Name = StorableJson.Of(decided.Value.Name.Trim()), Query = SavedQuery.Of(decided.Value.Address) };
            if (Wrong(one, there) is { IsEmpty: false } wrong)
            {
                return wrong;
            }

            await work.ExecuteAsync(
                """
                INSERT INTO saved_filters (id, subject, name_key, place, body, changed_at) VALUES (@Id, @subject, @key, @Place, @body, @at)
                ON CONFLICT (id) DO UPDATE SET name_key = excluded.name_key, place = excluded.place, body = excluded.body, changed_at = excluded.changed_at
                """,
                new { one.Id, subject, key = KeyOf(one.Name), one.Place, body = JsonSerializer.Serialize(SavedBody.Of(one), SavedJson.Default.SavedBody), at = StoredTime.Of(clock.GetUtcNow()) },
                cancellation).ConfigureAwait(false);
            work.Tell(Topic, PersonalNews.Say(subject, one.Id));
            return one;
        },
        cancellation);

    private static ImmutableArray<Problem> Wrong(SavedFilter one, ImmutableArray<SavedFilter> there) => Problem.All(
        Problem.When(one.Name.Length is 0 or > LongestName, "name", $"must have 1 to {LongestName} characters"),
        Problem.When(one.Name.Any(char.IsControl), "name", "holds a control character"),
        Problem.When(there.Any(other => other.Id != one.Id && KeyOf(other.Name) == KeyOf(one.Name)), "name", "is the name of another one of yours: choose another, or update that one"),
        Problem.When(one.Query.Length > SavedQuery.Longest, "view", $"has {one.Query.Length} characters; {SavedQuery.Longest} are the most"));

    private static string KeyOf(string name) => name.ToUpper(CultureInfo.InvariantCulture);

    private async Task<Result<SavedFilter>> StoredAsync(Func<StoreWork, Task<Result<SavedFilter>>> change, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(change, cancellation).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault is StorageFault.Refused)
        {
            // From two devices at once.
            return new Problem("name", "is the name of another one of yours: choose another");
        }
        catch (StorageException e)
        {
            return NotKept(e);
        }
    }

    private static Problem NotKept(StorageException e) => new("storage", $"it is not known whether it was kept: {e.Message}");

    private static async Task<ImmutableArray<SavedFilter>> ReadAsync(DbConnection connection, StoreWork? work, string subject, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(Select, new { subject }, work?.Transaction, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsFilter())];

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public long Place { get; init; }

        public string Body { get; init; } = string.Empty;

        public SavedFilter AsFilter()
        {
            try
            {
                return JsonSerializer.Deserialize(Body, SavedJson.Default.SavedBody)?.AsFilter(Id, Place) ?? throw Damaged();
            }
            catch (JsonException)
            {
                throw Damaged();
            }
        }

        private StorageException Damaged() => new(StorageFault.Corrupt, $"The saved filter {Id} can't be read: its row is damaged.");
    }
}

/// <summary>A saved filter as it is stored, but for what is searched by.</summary>
internal sealed record SavedBody(string Name, string Query, bool IsOn, bool HasSound, Severity From)
{
    public static SavedBody Of(SavedFilter one) => new(one.Name, one.Query, one.Notice.IsOn, one.Notice.HasSound, one.Notice.From);

    public SavedFilter AsFilter(string id, long place) => new(id, Name, Query, place, new FilterNotice(IsOn, HasSound, From));
}

/// <summary>Reads and writes the bodies.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedBody))]
internal sealed partial class SavedJson : JsonSerializerContext;
