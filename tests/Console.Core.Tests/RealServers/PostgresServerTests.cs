using Dapper;
using Npgsql;

namespace OpsConsole.Core.Tests.RealServers;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_committed_is_there_after_a_kill_and_a_start()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        var place = await server.NewDatabaseAsync(Cancellation) + ";Pooling=false";
        await using (var connection = new NpgsqlConnection(place))
        {
            await connection.ExecuteAsync("CREATE TABLE kept (id INT); INSERT INTO kept VALUES (7)");
        }

        await server.KillAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => new NpgsqlConnection(place).OpenAsync(Cancellation));
        await server.StartAsync(Cancellation);
        await using var again = new NpgsqlConnection(place);
        Assert.Equal(7, await again.ExecuteScalarAsync<int>("SELECT id FROM kept"));
        await server.StopAsync(Cancellation);
        await server.StartAsync(Cancellation);
    }
}
