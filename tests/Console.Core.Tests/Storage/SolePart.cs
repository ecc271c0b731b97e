using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

/// <summary>A process that does sole work: it writes numbers with its token, as fast as it can, for as long as it may.</summary>
internal static class SolePart
{
    public static readonly SolePace Pace = new(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(200));

    public const string Table = "CREATE TABLE written (number BIGSERIAL PRIMARY KEY, token BIGINT NOT NULL)";

    public static async Task RunAsync(string connection)
    {
        await using var database = Database.PostgreSql(connection);
        var clock = TimeProvider.System;
        await new SoleRunner(new StoreLock(database, clock), "numbers", Pace, clock, NullLogger.Instance).RunAsync(
            async (grant, _) =>
            {
                Console.WriteLine($"holds {grant.Token}");
                try
                {
                    // Without a look at the token on purpose: this is the holder that does not notice. Only the fence stops it.
                    while (true)
                    {
                        await WriteAsync(database, grant, CancellationToken.None);
                    }
                }
                catch (StorageException e)
                {
                    Console.WriteLine($"stopped {grant.Token} {e.Fault}");
                    throw;
                }
            },
            CancellationToken.None);
    }

    public static Task<int> WriteAsync(Database database, LockGrant grant, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            await work.RequireAsync(grant, cancellation);
            return await work.ExecuteAsync("INSERT INTO written (token) VALUES (@Token)", new { grant.Token }, cancellation);
        },
        cancellation);
}
