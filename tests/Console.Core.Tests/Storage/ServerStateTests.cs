using Dapper;
using Npgsql;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Storage;

public sealed class ServerStateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_away_at_start_is_said_and_used_by_itself_once_it_is_there()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        var connection = await server.NewDatabaseAsync(Cancellation);
        await server.StopAsync(Cancellation);

        await using var host = await StoreHost.ServerAsync(folder.Path, connection);
        Assert.Empty(host.Problems);
        Assert.Equal(StorageFault.Unreachable, host.State.Current.Fault);
        Assert.StartsWith("The console's database does not answer since", host.State.Current.Banner, StringComparison.Ordinal);
        var closed = await Assert.ThrowsAsync<StorageException>(() => host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT 1"), Cancellation));
        Assert.Contains("is not ready yet", closed.Message, StringComparison.Ordinal);

        await server.StartAsync(Cancellation);
        await host.StatusAsync(status => status.IsReady);
        Assert.True(host.State.IsMigrated);
        Assert.Equal(Migrations.Newest, await host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT MAX(version) FROM schema_versions"), Cancellation));
    }

    [Fact]
    public async Task A_first_connection_that_takes_too_long_is_not_yet_a_server_that_is_away()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        var direct = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync(Cancellation));
        await using var relay = new TcpRelay(direct.Host!, direct.Port, held: 1);
        await using var host = await StoreHost.ServerAsync(folder.Path, new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = relay.Port, Timeout = 2 }.ConnectionString);
        Assert.Empty(host.Problems);
        Assert.True(host.State.Current.IsReady);
        Assert.True(host.State.IsMigrated);
    }

    [Fact]
    public async Task A_server_that_is_killed_later_is_noticed_without_anybody_using_it_and_so_is_its_return()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, await server.NewDatabaseAsync(Cancellation));
        Assert.True(host.State.Current.IsReady);

        await server.KillAsync();
        var down = await host.StatusAsync(status => !status.IsReady);
        Assert.Equal(StorageFault.Unreachable, down.Fault);
        var failed = await Assert.ThrowsAsync<StorageException>(() => host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT 1"), Cancellation));
        Assert.Equal(StorageFault.Unreachable, failed.Fault);
        Assert.Equal(down.Since, host.State.Current.Since);

        await server.StartAsync(Cancellation);
        await host.StatusAsync(status => status.IsReady);
        Assert.Equal(1, await host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT 1"), Cancellation));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_not_yet_a_server_that_is_away()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, await server.NewDatabaseAsync(Cancellation));
        var failed = await Assert.ThrowsAsync<StorageException>(
            () => host.Database.ReadAsync(it => it.ExecuteScalarAsync<bool>("SELECT pg_terminate_backend(pg_backend_pid())"), Cancellation));
        Assert.Equal(StorageFault.Unreachable, failed.Fault);
        Assert.Equal(1, await host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT 1"), Cancellation));
        Assert.True(host.State.Current.IsReady);
    }

    [Fact]
    public async Task Who_gives_up_while_a_server_does_not_answer_is_told_that_they_gave_up()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, await server.NewDatabaseAsync(Cancellation));
        using var patience = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Database.WriteAsync(
            async work =>
            {
                await server.KillAsync();
                await patience.CancelAsync();
                return await work.ExecuteAsync("SELECT 1", null, CancellationToken.None);
            },
            patience.Token));

        // Whoever still waits is told what is wrong.
        await Assert.ThrowsAsync<StorageException>(() => host.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT 1"), Cancellation));
    }
}
