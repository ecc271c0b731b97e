using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>The whole record on a real database, as one process of the console has it.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    public static readonly Person Ada = new("u-ada", "Ada Lovelace", [], SignInMethod.Local) { Address = "10.0.0.7" };
    private readonly TestStore? owned;

    private Recorder(Database database, string folder, TimeProvider clock, TestStore? owned)
    {
        this.owned = owned;
        (Database, Folder) = (database, folder);
        Keys = new AuditKeys(Path.Combine(folder, "audit-keys"), NullLogger<AuditKeys>.Instance);
        Anchors = new AnchorFile(Path.Combine(folder, "audit-anchors.jsonl"));
        Log = new AuditLog(new ChainWriter(database, Keys, clock, NullLogger<ChainWriter>.Instance), NullLogger<AuditLog>.Instance);
        Reader = new AuditReader(database);
        Verifier = new AuditVerifier(database, Keys, Anchors, Log);
        Exporter = new AuditExporter(database, Log);
        Sealer = new AuditSealer(database, Keys, Log, clock);
        Rotation = new KeyRotation(Keys, Log);
        Anchoring = new AnchorService(database, Keys, Anchors, clock, Options.Create(new AuditOptions()), NullLogger<AnchorService>.Instance);
    }

    public Database Database { get; }

    public string Folder { get; }

    public AuditKeys Keys { get; }

    public AnchorFile Anchors { get; }

    public AuditLog Log { get; }

    public AuditReader Reader { get; }

    public AuditVerifier Verifier { get; }

    public AuditExporter Exporter { get; }

    public AuditSealer Sealer { get; }

    public KeyRotation Rotation { get; }

    public AnchorService Anchoring { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty record.</summary>
    public static async Task<Recorder> NewAsync(Stores stores, Dialect dialect, TimeProvider? clock = null)
    {
        var store = await stores.NewAsync(dialect, Cancellation);
        return new Recorder(store.Database, store.Folder, clock ?? TimeProvider.System, store);
    }

    /// <summary>A record with some entries.</summary>
    public static async Task<Recorder> WithAsync(Stores stores, Dialect dialect, int entries)
    {
        var recorder = await NewAsync(stores, dialect);
        await recorder.AppendManyAsync(entries);
        return recorder;
    }

    /// <summary>What another process would be on the same database and folder. It must be disposed of before this one is.</summary>
    public static Recorder On(Database database, string folder, TimeProvider? clock = null) => new(database, folder, clock ?? TimeProvider.System, null);

    public static AuditEvent Event(string action = "lease-delete", string? target = null, Person? by = null, AuditStage stage = AuditStage.Succeeded) =>
        new() { Actor = by ?? Ada, Action = action, Stage = stage, System = "alpha", Target = target };

    public async Task<AuditReceipt> AppendAsync(AuditEvent happened)
    {
        var recorded = await Log.AppendAsync(happened, Cancellation);
        Assert.True(recorded.IsOk, recorded.Match(_ => string.Empty, problems => string.Join('\n', problems)));
        return recorded.Value;
    }

    /// <summary>In groups, as they would come under load.</summary>
    public async Task AppendManyAsync(int entries)
    {
        foreach (var some in Enumerable.Range(1, entries).Chunk(200))
        {
            await Task.WhenAll(some.Select(number => AppendAsync(Event(target: $"alpha/lease-{number}"))));
        }
    }

    public async Task<AuditVerdict> VerifyAsync(params string[] files)
    {
        var verdict = await Verifier.VerifyAsync([.. files], Person.Console, null, Cancellation);
        Assert.True(verdict.IsOk, verdict.Match(_ => string.Empty, problems => string.Join('\n', problems)));
        return verdict.Value;
    }

    public Task<T?> ScalarAsync<T>(string sql) => Database.ReadAsync(connection => connection.ExecuteScalarAsync<T>(sql), Cancellation);

    /// <summary>What somebody with all rights on the database does, past the console.</summary>
    public Task<int> TamperAsync(string sql) => Database.WriteAsync(work => work.ExecuteAsync(sql, null, Cancellation), Cancellation);

    /// <summary>The same, after taking the triggers away.</summary>
    public async Task TamperWithoutTriggersAsync(string sql)
    {
        string[] names = ["audit_entries_no_update", "audit_entries_no_delete", "audit_entries_continue", "audit_seals_no_change", "audit_seals_no_update", "audit_seals_no_delete", "audit_seals_continue"];
        foreach (var name in names)
        {
            var table = name.StartsWith("audit_seals", StringComparison.Ordinal) ? "audit_seals" : "audit_entries";
            await TamperAsync(Database.Dialect is Dialect.Sqlite ? $"DROP TRIGGER IF EXISTS {name}" : $"DROP TRIGGER IF EXISTS {name} ON {table}");
        }

        await TamperAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Anchoring.Dispose();
        if (owned is not null)
        {
            await owned.DisposeAsync();
        }
    }
}
