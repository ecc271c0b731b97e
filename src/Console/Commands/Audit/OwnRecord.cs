using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Commands.Audit;

/// <summary>The record that the console itself would write, opened from the command line, also while the console runs.</summary>
internal sealed class OwnRecord : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Database database;

    private OwnRecord(Database database, ServiceProvider services) => (this.database, this.services) = (database, services);

    /// <summary>Who stands at the command line.</summary>
    public static Person User => OwnDatabase.User;

    /// <summary>Opens it.</summary>
    /// <param name="settings">Settings over those of the console, as <c>--Storage:Folder=DIR</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The record; or why there is none to work with.</returns>
    public static async Task<Result<OwnRecord>> OpenAsync(string[] settings, CancellationToken cancellation)
    {
        var all = new ConfigurationBuilder().AddConfiguration(OwnSettings.Read()).AddCommandLine(settings).Build();
        var root = Directory.GetCurrentDirectory();
        var (options, opened) = (StorageSetup.ReadOptions(all, root), StorageSetup.Open(all, root));
        if (!options.IsOk || !opened.IsOk)
        {
            return options.Problems.AddRange(opened.Problems);
        }

        var services = new ServiceCollection()
            .AddLogging(log => log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System).AddSingleton(opened.Value).AddSingleton(new StoragePlace(StorageSetup.Locate(options.Value.Folder, root)))
            .AddAudit(all).BuildServiceProvider();
        var record = new OwnRecord(opened.Value, services);
        if (await record.ProblemAsync(cancellation) is not { } problem)
        {
            return record;
        }

        await record.DisposeAsync();
        return problem;
    }

    /// <summary>One of its services.</summary>
    /// <typeparam name="T">Which.</typeparam>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>A command makes no database and changes no version: that is the console's.</summary>
    private async Task<Problem?> ProblemAsync(CancellationToken cancellation)
    {
        if (database.File is { } file && !File.Exists(file))
        {
            return new Problem(file, "there is no database: name the console's folder with --folder DIR, or start the command where the console starts");
        }

        try
        {
            // Reads nothing; fails where the table is missing, the file is damaged or the server does not answer.
            await Get<IAuditReader>().FindAsync(0, cancellation);
            return null;
        }
        catch (StorageException e)
        {
            return new Problem(database.Place, e.Fault is StorageFault.Other ? $"holds no record that this program knows: start the console once. {e.Message}" : e.Message);
        }
    }
}
