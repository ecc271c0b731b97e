using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>A section's text as it is stored, but for its version and time.</summary>
internal sealed record ReviewTextBody(IncidentPerson By, string Text);

/// <summary>A promise as it is stored, but for its version, its day and its end.</summary>
internal sealed record ReviewItemBody(string Text, string Owner, DateTimeOffset MadeAt, IncidentPerson MadeBy, IncidentPerson? ClosedBy, string Outcome);

/// <summary>A review that was begun, without what is written in it.</summary>
internal sealed record BegunReview(string Incident, ImmutableArray<ReviewSection> Empty, DateTimeOffset WrittenAt);

/// <summary>Keeps reviews: the texts of their sections are only ever added to.</summary>
/// <param name="database">The database.</param>
internal sealed class ReviewStore(Database database)
{
    private const string Day = "yyyy-MM-dd";
    private const int MostItems = 1_000;
    private const int MostReviews = 200;
    private const string TextColumns = """incident AS "Incident", section AS "Section", version AS "Version", at AS "At", body AS "Body" """;
    private const string ItemColumns = """id AS "Id", incident AS "Incident", version AS "Version", due AS "Due", closed_at AS "ClosedAt", body AS "Body" """;

    /// <summary>The review of an incident; null when none was begun.</summary>
    public Task<Review?> FindAsync(string incident, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var texts = (await connection.QueryAsync<TextRow>(new CommandDefinition(
                $"""
                SELECT {TextColumns} FROM review_texts WHERE incident = @incident
                AND version = (SELECT MAX(version) FROM review_texts AS newer WHERE newer.incident = review_texts.incident AND newer.section = review_texts.section)
                """,
                new { incident }, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsText()).ToList();
            var items = await connection.QueryAsync<ItemRow>(new CommandDefinition($"SELECT {ItemColumns} FROM review_items WHERE incident = @incident", new { incident }, cancellationToken: cancellation)).ConfigureAwait(false);
            return texts.Count == 0 ? null : new Review(
                incident,
                [.. ReviewSections.All.Select(section => texts.Find(text => text.Section == section) ?? new ReviewText(section, 0, string.Empty, DateTimeOffset.UnixEpoch, IncidentPerson.Console))],
                [.. items.Select(row => row.AsItem()).OrderBy(item => item.ClosedAt is not null).ThenBy(item => item.Due).ThenBy(item => item.Id, StringComparer.Ordinal)]);
        },
        cancellation);

    /// <summary>All texts that a section ever had, newest first.</summary>
    public Task<ImmutableArray<ReviewText>> EarlierAsync(string incident, ReviewSection section, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<ReviewText>>(
        async connection => [.. (await connection.QueryAsync<TextRow>(new CommandDefinition(
            $"SELECT {TextColumns} FROM review_texts WHERE incident = @incident AND section = @section ORDER BY version DESC", new { incident, section = section.ToString() }, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsText())],
        cancellation);

    /// <summary>The reviews of the newest incidents that have one. Their texts stay where they are: a quotation mark within a text is stored escaped, so that only an empty one looks like that.</summary>
    public Task<ImmutableArray<BegunReview>> BegunAsync(CancellationToken cancellation) => database.ReadAsync<ImmutableArray<BegunReview>>(
        async connection => [.. (await connection.QueryAsync<BegunRow>(new CommandDefinition(
            """
            SELECT incident AS "Incident", section AS "Section", at AS "At", CASE WHEN body LIKE @empty THEN 1 ELSE 0 END AS "IsEmpty" FROM review_texts
            WHERE incident IN (SELECT DISTINCT incident FROM review_texts ORDER BY incident DESC LIMIT @most)
            AND version = (SELECT MAX(version) FROM review_texts AS newer WHERE newer.incident = review_texts.incident AND newer.section = review_texts.section)
            """,
            new { empty = "%\"Text\":\"\"%", most = MostReviews }, cancellationToken: cancellation)).ConfigureAwait(false))
            .GroupBy(row => row.Incident, StringComparer.Ordinal)
            .Select(rows => new BegunReview(rows.Key, [.. rows.Where(row => row.IsEmpty != 0).Select(row => Enum.Parse<ReviewSection>(row.Section)).Order()], StoredTime.Read(rows.Max(row => row.At))))],
        cancellation);

    /// <summary>Promises that are open, by their day.</summary>
    public Task<ImmutableArray<ActionItem>> OpenItemsAsync(CancellationToken cancellation) => ItemsAsync($"WHERE closed_at IS NULL ORDER BY due, id LIMIT {MostItems}", new { }, cancellation);

    /// <summary>A promise; null when there is none.</summary>
    public async Task<ActionItem?> ItemAsync(string id, CancellationToken cancellation) => (await ItemsAsync("WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The newest text of a section, within a transaction; null when it has none.</summary>
    public static async Task<ReviewText?> NewestAsync(StoreWork work, string incident, ReviewSection section, CancellationToken cancellation) => (await work.QueryAsync<TextRow>(
        $"SELECT {TextColumns} FROM review_texts WHERE incident = @incident AND section = @section ORDER BY version DESC LIMIT 1", new { incident, section = section.ToString() }, cancellation).ConfigureAwait(false))
        .Select(row => row.AsText()).FirstOrDefault();

    /// <summary>A promise, within a transaction; null when there is none.</summary>
    public static async Task<ActionItem?> ItemAsync(StoreWork work, string id, CancellationToken cancellation) =>
        (await work.QueryAsync<ItemRow>($"SELECT {ItemColumns} FROM review_items WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).Select(row => row.AsItem()).FirstOrDefault();

    /// <summary>Adds a text.</summary>
    public static Task<int> AddAsync(StoreWork work, string incident, ReviewText text, CancellationToken cancellation)
    {
        work.Tell(IncidentStore.Topic, incident);
        return work.ExecuteAsync(
            "INSERT INTO review_texts (incident, section, version, at, body) VALUES (@incident, @section, @Version, @at, @body)",
            new { incident, section = text.Section.ToString(), text.Version, at = StoredTime.Of(text.At), body = JsonSerializer.Serialize(new ReviewTextBody(text.By, text.Text), IncidentJson.Default.ReviewTextBody) }, cancellation);
    }

    /// <summary>Keeps a promise as it is now, and the incident for as long as one is open.</summary>
    public static async Task KeepAsync(StoreWork work, ActionItem item, CancellationToken cancellation)
    {
        await work.ExecuteAsync(
            """
            INSERT INTO review_items (id, incident, version, due, closed_at, body) VALUES (@Id, @Incident, @Version, @due, @closedAt, @body)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, due = excluded.due, closed_at = excluded.closed_at, body = excluded.body
            """,
            new
            {
                item.Id,
                item.Incident,
                item.Version,
                due = item.Due.ToString(Day, CultureInfo.InvariantCulture),
                closedAt = item.ClosedAt is { } at ? StoredTime.Of(at) : (long?)null,
                body = JsonSerializer.Serialize(new ReviewItemBody(item.Text, item.Owner, item.MadeAt, item.MadeBy, item.ClosedBy, item.Outcome), IncidentJson.Default.ReviewItemBody),
            },
            cancellation).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE incidents SET over_at = CASE WHEN EXISTS (SELECT 1 FROM review_items WHERE incident = @Incident AND closed_at IS NULL) THEN NULL ELSE ended_at END WHERE id = @Incident",
            new { item.Incident }, cancellation).ConfigureAwait(false);
        work.Tell(IncidentStore.Topic, item.Incident);
    }

    private Task<ImmutableArray<ActionItem>> ItemsAsync(string rest, object values, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<ActionItem>>(
        async connection => [.. (await connection.QueryAsync<ItemRow>(new CommandDefinition($"SELECT {ItemColumns} FROM review_items {rest}", values, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsItem())],
        cancellation);

    private sealed class TextRow
    {
        public string Incident { get; init; } = string.Empty;

        public string Section { get; init; } = string.Empty;

        public long Version { get; init; }

        public long At { get; init; }

        public string Body { get; init; } = string.Empty;

        public ReviewText AsText()
        {
            var body = IncidentJson.Read(Incident, Body, IncidentJson.Default.ReviewTextBody);
            return new ReviewText(Enum.Parse<ReviewSection>(Section), (int)Version, body.Text, StoredTime.Read(At), body.By);
        }
    }

    private sealed class BegunRow
    {
        public string Incident { get; init; } = string.Empty;

        public string Section { get; init; } = string.Empty;

        public long At { get; init; }

        public long IsEmpty { get; init; }
    }

    private sealed class ItemRow
    {
        public string Id { get; init; } = string.Empty;

        public string Incident { get; init; } = string.Empty;

        public long Version { get; init; }

        public string Due { get; init; } = string.Empty;

        public long? ClosedAt { get; init; }

        public string Body { get; init; } = string.Empty;

        public ActionItem AsItem()
        {
            var body = IncidentJson.Read(Incident, Body, IncidentJson.Default.ReviewItemBody);
            return new ActionItem
            {
                Id = Id,
                Incident = Incident,
                Version = (int)Version,
                Text = body.Text,
                Owner = body.Owner,
                Due = DateOnly.ParseExact(Due, Day, CultureInfo.InvariantCulture),
                MadeAt = body.MadeAt,
                MadeBy = body.MadeBy,
                ClosedAt = ClosedAt is { } at ? StoredTime.Read(at) : null,
                ClosedBy = body.ClosedBy,
                Outcome = body.Outcome,
            };
        }
    }
}
