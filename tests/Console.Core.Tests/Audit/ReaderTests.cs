using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class ReaderTests(Stores stores)
{
    private const int Some = 600;
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Systems = ["alpha", "beta", "gamma"];
    private static readonly string[] Verbs = ["lease-delete", "sign-in", "silence"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Gen<AuditQuery> Queries =>
        from actor in Maybe("u-3", "PERSON 7", "nobody", "u-4")
        from system in Maybe("alpha", "beta", "nowhere")
        from action in Maybe("lease-delete", "sign-in")
        from stage in Gen.Elements<AuditStage?>(null, null, AuditStage.Denied, AuditStage.Succeeded)
        from target in Maybe("ALPHA/Lease-3", "beta/lease-4")
        from text in Maybe("lease", "LEA per", "person 1", "zzz", "reason-1 alpha", "---", "ünï")
        from start in Gen.Elements<int?>(null, null, 0, 100, 599, 700)
        from length in Gen.Elements<int?>(null, null, 1, 200)
        from size in Gen.Elements(1, 7, 50, 500)
        select new AuditQuery
        {
            Actor = actor,
            System = system,
            Action = action,
            Stage = stage,
            Target = target,
            Text = text,
            From = start is { } first ? Noon.AddSeconds(first) : null,
            To = length is { } seconds ? Noon.AddSeconds((start ?? 0) + seconds) : null,
            Size = size,
        };

    /// <summary>Walks all pages of many queries, and compares them with what a plain look at each entry gives.</summary>
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task All_pages_together_hold_just_what_fits_newest_first(Dialect dialect)
    {
        var clock = new FakeTime(Noon);
        await using var recorder = await Recorder.NewAsync(stores, dialect, clock);
        for (var number = 0; number < Some; number++)
        {
            await recorder.AppendAsync(Entry(number));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var all = await PagesAsync(recorder, new AuditQuery { Size = 500 });
        Assert.Equal(Enumerable.Range(1, Some).Reverse().Select(number => (long)number), all.Select(entry => entry.Sequence));
        foreach (var query in Queries.Sample(120, 20))
        {
            var expected = all.Where(entry => Fits(entry, query)).Select(entry => entry.Sequence);
            Assert.Equal(expected, (await PagesAsync(recorder, query)).Select(entry => entry.Sequence));
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_search_goes_on_over_the_borders_of_blocks(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        await recorder.AppendAsync(Recorder.Event(action: "rare", target: "needle"));
        await recorder.AppendManyAsync(AuditTerms.BlockSize + 10);
        var page = await recorder.Reader.ReadAsync(new AuditQuery { Text = "need" }, Cancellation);
        Assert.Equal([1], page.Entries.Select(entry => entry.Sequence));
        var common = await recorder.Reader.ReadAsync(new AuditQuery { Text = "lease", Size = 30 }, Cancellation);
        Assert.Equal((30, true, AuditTerms.BlockSize + 11), (common.Entries.Length, common.HasOlder, common.Entries[0].Sequence));
        Assert.Equal(AuditTerms.BlockSize + 10, (await PagesAsync(recorder, new AuditQuery { Text = "lea", Size = 500 })).Count);
    }

    /// <summary>Four blocks: in the newest all is lacking that the others have, once or a thousand times.</summary>
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_the_newest_entries_lack_is_found_among_the_older_ones(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var eve = new Person("u-eve", "Eve", [], SignInMethod.Local);
        await Task.WhenAll(Enumerable.Range(1, 1000).Select(number => recorder.AppendAsync(Recorder.Event(action: "old-way", target: $"old {number}"))));
        await recorder.AppendAsync(Recorder.Event(action: "rare", target: "needle", by: eve));
        await recorder.AppendManyAsync((3 * AuditTerms.BlockSize) + 10);

        Assert.Equal([1001], await FoundAsync(new() { Action = "rare" }));
        Assert.Equal([1001], await FoundAsync(new() { Text = "need alpha" }));
        Assert.Equal([1001], await FoundAsync(new() { Actor = "eve", System = "alpha", Text = "rare" }));
        Assert.Equal(Enumerable.Range(1, 1000).Reverse().Select(number => (long)number), await FoundAsync(new() { Text = "old alpha" }));
        Assert.Equal([77], await FoundAsync(new() { Text = "old alpha", Target = "old 77" }));
        Assert.Empty(await FoundAsync(new() { Actor = "eve", Action = "old-way" }));
        Assert.Empty(await FoundAsync(new() { Actor = "nobody" }));
        Assert.Empty(await FoundAsync(new() { Text = "need alpha", Before = 1001 }));

        async Task<IEnumerable<long>> FoundAsync(AuditQuery query) => (await PagesAsync(recorder, query)).Select(entry => entry.Sequence);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Any_text_at_all_is_a_search_and_never_an_error(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 5);
        foreach (var text in Gen.ArrayOf(Gen.Elements("'", "\"", "*", ":", "&", "|", "!", "(", ")", "\\", "a", "lease", " ", "\0", "%", "-", "ü", "😀", "\ud800", "NEAR", "AND", "#", "@"))
            .Select(string.Concat).Sample(150, 8))
        {
            await recorder.Reader.ReadAsync(new AuditQuery { Text = text, Actor = text, Target = text }, Cancellation);
        }
    }

    private static AuditEvent Entry(int number) => new()
    {
        Actor = new Person($"u-{number % 9}", $"Person {number % 11}", [], SignInMethod.Oidc),
        Action = Verbs[number % 3],
        Stage = number % 5 == 0 ? AuditStage.Denied : AuditStage.Succeeded,
        System = number % 4 == 0 ? null : Systems[number % 3],
        Target = number % 2 == 0 ? null : $"{Systems[number % 3]}/lease-{number % 20}",
        Reason = $"reason-{number % 13} ünïcode",
    };

    private static Gen<string?> Maybe(params string[] texts) => Gen.Elements([null, null, null, .. texts]);

    private static bool Fits(AuditEntry entry, AuditQuery query)
    {
        bool Same(string? wanted, params string?[] all) => wanted is null || all.Contains(wanted, StringComparer.OrdinalIgnoreCase);
        char[] between = [' ', '-', '/'];
        string[] words = [.. new[] { entry.Subject, entry.Name, entry.Method, entry.Action, AuditBody.Word(entry.Stage), entry.System, entry.Target, entry.Reason, entry.Correlation }
            .SelectMany(text => (text ?? string.Empty).Split(between))];
        return Same(query.Actor, entry.Subject, entry.Name) && Same(query.System, entry.System) && Same(query.Action, entry.Action) && Same(query.Target, entry.Target)
            && (query.Stage is null || query.Stage == entry.Stage) && (query.From is null || entry.At >= query.From) && (query.To is null || entry.At < query.To)
            && (query.Text ?? string.Empty).Split(between, StringSplitOptions.RemoveEmptyEntries).All(wanted => words.Any(word => word.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<List<AuditEntry>> PagesAsync(Recorder recorder, AuditQuery query)
    {
        var all = new List<AuditEntry>();
        for (var page = await recorder.Reader.ReadAsync(query, Cancellation); ; page = await recorder.Reader.ReadAsync(query with { Before = all[^1].Sequence }, Cancellation))
        {
            Assert.True(page.Entries.Length <= query.Size);
            all.AddRange(page.Entries);
            if (!page.HasOlder)
            {
                return all;
            }
        }
    }
}
