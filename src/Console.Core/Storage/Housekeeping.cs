using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Systems;

namespace OpsConsole.Storage;

/// <summary>Deletes what is older than its table's retention: on one replica, every hour, in batches small enough to hold nobody up.</summary>
internal sealed class Housekeeping(
    Database database, StorageState state, Retention retention, StoreLock locks, TimeProvider clock, ILogger<Housekeeping> log) : BackgroundService
{
    public const int Batch = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes once what is too old now.</summary>
    /// <returns>How many rows.</returns>
    public async Task<long> SweepAsync(LockGrant grant, CancellationToken cancellation)
    {
        long all = 0;
        foreach (var (table, age) in retention.Ages)
        {
            long rows = 0;
            for (var deleted = Batch; deleted == Batch; rows += deleted)
            {
                deleted = await DeleteAsync(table, age, grant, cancellation).ConfigureAwait(false);
            }

            if (rows > 0)
            {
                log.Deleted(rows, table.Table, PromDuration.Format(age));
            }

            all += rows;
        }

        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await state.ReadyAsync(stoppingToken).ConfigureAwait(false);
            await new SoleRunner(locks, "housekeeping", SolePace.Of(database), clock, log).RunAsync(
                async (grant, ends) =>
                {
                    while (true)
                    {
                        await SweepAsync(grant, ends).ConfigureAwait(false);
                        await Task.Delay(Every, clock, ends).ConfigureAwait(false);
                    }
                },
                stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private Task<int> DeleteAsync(RetainedTable table, TimeSpan age, LockGrant grant, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
            var row = work.Dialect is Dialect.Sqlite ? "rowid" : "ctid";
            return await work.ExecuteAsync(
                $"DELETE FROM {table.Table} WHERE {row} IN (SELECT {row} FROM {table.Table} WHERE {table.TimeColumn} < @before LIMIT {Batch})",
                new { before = StoredTime.Of(clock.GetUtcNow() - age) }, cancellation).ConfigureAwait(false);
        },
        cancellation);
}
