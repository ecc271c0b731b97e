using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Storage;

/// <summary>Hears on a connection of its own what any replica committed. On SQLite there is nobody to hear.</summary>
internal sealed class PostgresListener(Database database, TimeProvider clock, ILogger<PostgresListener> log) : BackgroundService
{
    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), new Random());

    /// <summary>Hears until it is cancelled.</summary>
    public async Task ListenAsync(CancellationToken cancellation)
    {
        if (database.Dialect is not Dialect.PostgreSql)
        {
            return;
        }

        for (var isToldOf = false; !cancellation.IsCancellationRequested;)
        {
            try
            {
                await HearAsync(() => isToldOf = false, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && StorageException.Of(e) is { } why)
            {
                if (!isToldOf)
                {
                    log.NewsBroken(why.Message);
                    isToldOf = true;
                }

                // It is the first to feel that the server is gone.
                database.Met(why);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                database.News.IsHeardFromServer = false;
            }

            await Task.Delay(backoff.Next(), clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ListenAsync(stoppingToken);

    private async Task HearAsync(Action heard, CancellationToken cancellation)
    {
        var connection = database.NewListener()!;
        await using (connection.ConfigureAwait(false))
        {
            connection.Notification += (_, said) => database.News.Heard(said.Payload);
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            var listen = new NpgsqlCommand($"LISTEN {StoreNews.Channel}", connection);
            await using (listen.ConfigureAwait(false))
            {
                await listen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            // From here on nothing is missed; what was told before may have been.
            database.News.IsHeardFromServer = true;
            database.News.RaiseEverything();
            backoff.Reset();
            heard();
            log.NewsHeard();
            while (true)
            {
                await connection.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }
}
