using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Commands;

/// <summary>The database that the console itself would use, started from here, and its record.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly ServiceProvider services;

    // The one we have stands in for the one that the storage would open.
    private OwnDatabase(Database database, IConfiguration settings) => (Database, services) = (database, new ServiceCollection().AddLogging()
        .AddStorage(settings, Directory.GetCurrentDirectory()).AddSingleton(database).AddAudit(settings).BuildServiceProvider());

    /// <summary>Who stands at the command line.</summary>
    public static Person User => Person.AtCommandLine(Environment.UserName);

    /// <summary>The database; nothing was read or written yet.</summary>
    public Database Database { get; }

    /// <summary>Finds it.</summary>
    /// <param name="folder">The folder of the files; null for the one of the settings.</param>
    public static Result<OwnDatabase> Open(string? folder)
    {
        var settings = new ConfigurationBuilder().AddConfiguration(OwnSettings.Read());
        if (folder is not null)
        {
            settings.AddInMemoryCollection([new($"{StorageOptions.Section}:{nameof(StorageOptions.Folder)}", Path.GetFullPath(folder))]);
        }

        var all = settings.Build();
        return StorageSetup.Open(all, Directory.GetCurrentDirectory()).Match<Result<OwnDatabase>>(database => new OwnDatabase(database, all), problems => problems);
    }

    /// <summary>What belongs to its record.</summary>
    /// <typeparam name="T">Which part.</typeparam>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Records what somebody does at the command line.</summary>
    /// <param name="happened">What.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<Result<AuditReceipt>> RecordAsync(AuditEvent happened, CancellationToken cancellation) => Get<IAuditLog>().AppendAsync(happened, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
