using Microsoft.AspNetCore.Http;
using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>The console shows its own certificate, and the newest one.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Root();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_shown_with_those_between_it_and_its_authority()
    {
        using var between = authority.Below("between");
        var (certificate, key) = between.Client("ada");
        await using var server = await ApiServer.StartAsync(authority.Server(), asksForCertificate: true);
        using var http = Open(folder.Write("config", ConfigOf(At(server, authority),
            $"{{client-certificate-data: {Base64($"{certificate}\n{between.Pem}")}, client-key-data: {Base64(key)}}}")));

        await http.GetStringAsync("version", Cancellation);

        Assert.Equal("CN=ada", server.Calls.Single().Certificate);
        Assert.Contains("CN=between", server.LastChain);
    }

    [Fact]
    public async Task A_rotated_one_counts_from_the_next_request_on_and_what_is_under_way_ends_in_peace()
    {
        Rotate("old");
        await using var server = await ApiServer.StartAsync(authority.Server(), asksForCertificate: true);
        var goOn = new TaskCompletionSource();
        server.Answer = async context =>
        {
            await context.Response.WriteAsync("begin ");
            await context.Response.Body.FlushAsync();
            await (context.Request.Path == "/watch" ? goOn.Task : Task.CompletedTask);
            await context.Response.WriteAsync("end");
        };
        using var http = Open(folder.Write("config", ConfigOf(At(server, authority), "{client-certificate: own.crt, client-key: own.key}")));
        using var watch = await http.GetAsync("watch", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Rotate("new");
        await http.GetStringAsync("version", Cancellation);
        goOn.SetResult();

        Assert.Equal("begin end", await watch.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["CN=old", "CN=new"], server.Calls.Select(call => call.Certificate));
    }

    [Fact]
    public async Task While_certificate_and_key_do_not_fit_together_the_old_pair_counts()
    {
        Rotate("old");
        await using var server = await ApiServer.StartAsync(authority.Server(), asksForCertificate: true);
        using var http = Open(folder.Write("config", ConfigOf(At(server, authority), "{client-certificate: own.crt, client-key: own.key}")));
        await http.GetStringAsync("version", Cancellation);

        var (certificate, key) = authority.Client("new");
        folder.Write("own.crt", certificate);
        await http.GetStringAsync("version", Cancellation);
        folder.Write("own.key", key);
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal(["CN=old", "CN=old", "CN=new"], server.Calls.Select(call => call.Certificate));
    }

    [Fact]
    public async Task Many_requests_during_rotations_all_succeed()
    {
        Rotate("0");
        await using var server = await ApiServer.StartAsync(authority.Server(), asksForCertificate: true);
        using var http = Open(folder.Write("config", ConfigOf(At(server, authority), "{client-certificate: own.crt, client-key: own.key}")));

        // One good pair was read: before that, half a file would have nothing to fall back on.
        await http.GetStringAsync("version", Cancellation);
        var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await http.GetStringAsync("version", Cancellation);
            }
        })).ToList();
        for (var i = 1; i <= 5; i++)
        {
            Rotate($"{i}");
            await Task.Yield();
        }

        await Task.WhenAll(asking);
        await http.GetStringAsync("version", Cancellation);

        Assert.Equal((202, "CN=5"), (server.Calls.Count, server.Calls[^1].Certificate));
    }

    public void Dispose()
    {
        folder.Dispose();
        authority.Dispose();
    }

    private void Rotate(string name)
    {
        var (certificate, key) = authority.Client(name);
        folder.Write("own.key", key);
        folder.Write("own.crt", certificate);
    }
}
