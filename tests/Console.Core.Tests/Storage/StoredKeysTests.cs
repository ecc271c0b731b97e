using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class StoredKeysTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_restart_keeps_the_sessions(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        string cookie;
        await using (var before = await StoreHost.OfAsync(store))
        {
            cookie = Protector(before).Protect("anna");
        }

        await using var after = await StoreHost.OfAsync(store);
        Assert.Equal("anna", Protector(after).Unprotect(cookie));
    }

    [Fact]
    public async Task Replicas_that_start_together_on_an_empty_database_make_one_key_and_read_each_others_cookies()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StoreHost.OfAsync(store)));
        var cookies = await Task.WhenAll(hosts.Select(host => Task.Run(() => Protector(host).Protect("anna"), Cancellation)));
        Assert.All(hosts, host => Assert.All(cookies, cookie => Assert.Equal("anna", Protector(host).Unprotect(cookie))));
        Assert.Equal(1, await store.Database.ReadAsync(it => it.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM data_protection_keys"), Cancellation));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_that_is_away_later_signs_nobody_out()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, await server.NewDatabaseAsync(Cancellation));
        var cookie = Protector(host).Protect("anna");
        await server.KillAsync();
        await host.StatusAsync(status => !status.IsReady);
        Assert.Equal("anna", Protector(host).Unprotect(cookie));
        Assert.Equal("bert", Protector(host).Unprotect(Protector(host).Protect("bert")));
    }

    [Fact]
    public async Task Before_the_database_is_there_nothing_can_be_protected_and_afterwards_all_can()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        var connection = await server.NewDatabaseAsync(Cancellation);
        await server.StopAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, connection);
        Assert.ThrowsAny<Exception>(() => Protector(host).Protect("anna"));

        await server.StartAsync(Cancellation);
        await host.StatusAsync(status => status.IsReady);
        Assert.Equal("anna", Protector(host).Unprotect(Protector(host).Protect("anna")));
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_moment_as_the_keys_are_first_read_turns_nobody_away()
    {
        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var host = await StoreHost.ServerAsync(folder.Path, await server.NewDatabaseAsync(Cancellation));
        await host.StatusAsync(status => status.IsReady);
        await server.KillAsync();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Database.Failed += _ => failed.TrySetResult();
        var cookie = Task.Run(() => Protector(host).Protect("anna"), Cancellation);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await server.StartAsync(Cancellation);
        Assert.Equal("anna", Protector(host).Unprotect(await cookie));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task With_a_key_file_the_keys_are_unreadable_in_the_database_and_to_a_console_with_another_file(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var (file, other) = (KeyFile(store, "right.key"), KeyFile(store, "other.key"));
        string cookie;
        await using (var host = await StoreHost.OfAsync(store, ("ProtectionKeyFile", file)))
        {
            cookie = Protector(host).Protect("anna");
            var xml = await store.Database.ReadAsync(it => it.ExecuteScalarAsync<string>("SELECT xml FROM data_protection_keys"), Cancellation);
            Assert.Contains("<sealed by=", xml, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal);
        }

        await using (var same = await StoreHost.OfAsync(store, ("ProtectionKeyFile", file)))
        {
            Assert.Equal("anna", Protector(same).Unprotect(cookie));
        }

        await using var wrong = await StoreHost.OfAsync(store, ("ProtectionKeyFile", other));
        Assert.ThrowsAny<CryptographicException>(() => Protector(wrong).Unprotect(cookie));
    }

    private static string KeyFile(TestStore store, string name)
    {
        var file = Path.Combine(store.Folder, name);
        File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        return file;
    }

    private static IDataProtector Protector(StoreHost host) => host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookies");
}
