using System.Text;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Storage;

public sealed class KnownFilesTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_eight_replicas_that_see_a_change_exactly_one_is_told_of_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var replicas = Enumerable.Range(0, 8).Select(_ => store.Another()).ToList();
        var first = Assert.Single(await AllAsync("roles: [viewer]"));
        Assert.Null(first.Before);
        Assert.Equal(64, first.Now.Length);
        Assert.Empty(await AllAsync("roles: [viewer]"));
        var second = Assert.Single(await AllAsync("roles: [admin]"));
        Assert.Equal((first.Now, "access.yaml"), (second.Before, second.Name));
        var back = Assert.Single(await AllAsync("roles: [viewer]"));
        Assert.Equal((second.Now, first.Now), (back.Before, back.Now));
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        async Task<List<FileChange>> AllAsync(string content) => [.. (await Task.WhenAll(replicas.Select(
            replica => new KnownFiles(replica, TimeProvider.System).NoteAsync("access.yaml", Encoding.UTF8.GetBytes(content), Cancellation)))).OfType<FileChange>()];
    }
}
