using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OpsConsole.Storage;

/// <summary>Where the files of <c>Storage:Folder</c> are, found once for all who keep some there.</summary>
/// <param name="Folder">The folder's full path.</param>
public sealed record StoragePlace(string Folder);

/// <summary>Brings the database into the house.</summary>
public static class StorageSetup
{
    private const string FileName = "console.db";

    /// <summary>
    /// Adds the <see cref="Database"/>, its <see cref="StorageState"/>, <see cref="StoreLock"/> and <see cref="KnownFiles"/>, and what keeps them going.
    /// Bad settings stop the start, by name. Whoever has a table with a retention adds its <see cref="RetainedTable"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, with the section <c>Storage</c>.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        services.AddOptions<StorageOptions>()
            .Bind(configuration.GetSection(StorageOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>>(provider => new StorageValidation(contentRoot, provider.GetServices<RetainedTable>()));
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new StoragePlace(Locate(Options(provider).Folder, contentRoot)));
        services.AddSingleton(provider => DatabaseOf(Options(provider), contentRoot).Value);
        services.AddSingleton(provider => Retention.Read([.. provider.GetServices<RetainedTable>()], Options(provider).Retention).Value);
        services.AddSingleton<StorageState>().AddSingleton<StorageMetrics>().AddSingleton<StoreLock>().AddSingleton<KnownFiles>();
        services.AddSingleton<StoreKeeper>().AddHostedService(provider => provider.GetRequiredService<StoreKeeper>());
        return services.AddHostedService<PostgresListener>().AddHostedService<Housekeeping>();
    }

    /// <summary>Opens the database before anything listens, and brings it to the newest version.</summary>
    /// <param name="services">The console's services.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What a person must mend; empty when the console may start, though perhaps without its database for a while.</returns>
    public static Task<ImmutableArray<Problem>> OpenStorageAsync(this IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<StoreKeeper>().PrepareAsync(cancellation);

    /// <summary>For commands: the settings, checked as at start.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    public static Result<StorageOptions> ReadOptions(IConfiguration configuration, string contentRoot)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(StorageOptions.Section);
        var known = typeof(StorageOptions).GetProperties().Select(property => property.Name).ToList();
        var unknown = section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => new Problem(child.Path, $"is no setting; known are {string.Join(", ", known)}")).ToImmutableArray();
        return unknown.IsEmpty ? section.Get<StorageOptions>() ?? new StorageOptions() : unknown;
    }

    /// <summary>For commands: opens the database that the console would use. Nothing is read, written or migrated yet.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    public static Result<Database> Open(IConfiguration configuration, string contentRoot) =>
        ReadOptions(configuration, contentRoot).Match(options => DatabaseOf(options, contentRoot), problems => problems);

    /// <summary>The full path of a file or folder of the settings.</summary>
    /// <param name="path">As it is written.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    public static string Locate(string path, string contentRoot) => Path.GetFullPath(path, Path.GetFullPath(contentRoot));

    internal static Result<Database> DatabaseOf(StorageOptions options, string contentRoot)
    {
        if (string.IsNullOrWhiteSpace(options.Folder))
        {
            return new Problem("Storage:Folder", "is empty: name the folder that the console may keep its files in, for example data");
        }

        if (!string.IsNullOrEmpty(options.PostgreSql) && !string.IsNullOrEmpty(options.PostgreSqlFile))
        {
            return new Problem("Storage:PostgreSql", "is given beside PostgreSqlFile; keep one of the two");
        }

        return (options.PostgreSql, options.PostgreSqlFile) switch
        {
            ({ Length: > 0 } text, _) => OnServer("Storage:PostgreSql", text),
            (_, { Length: > 0 } file) => OfFile(Locate(file, contentRoot)),
            _ => Database.Sqlite(Path.Combine(Locate(options.Folder, contentRoot), FileName)),
        };
    }

    private static Result<Database> OfFile(string file)
    {
        try
        {
            return OnServer("Storage:PostgreSqlFile", File.ReadAllText(file).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem("Storage:PostgreSqlFile", $"the file {file} can't be read: {e.Message}");
        }
    }

    private static Result<Database> OnServer(string where, string connectionString)
    {
        try
        {
            return Database.PostgreSql(connectionString);
        }
        catch (ArgumentException)
        {
            return new Problem(where, PostgreSqlDriver.Wrong);
        }
    }

    private static StorageOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<StorageOptions>>().Value;
}
