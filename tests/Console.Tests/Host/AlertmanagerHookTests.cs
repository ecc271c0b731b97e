using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Tests.Host;

public sealed class AlertmanagerHookTests : IAsyncLifetime
{
    private readonly SemaphoreSlim asked = new(0);
    private WebApplication alertmanager = null!;
    private ConsoleHost console = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Recorded => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Recorded"), "webhook-*.json").Select(file => Path.GetFileName(file))];

    /// <summary>An Alertmanager without alerts that tells when it is asked, and a console that would ask by itself every 25 s only.</summary>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        alertmanager = builder.Build();
        alertmanager.MapGet("/api/v2/alerts", () =>
        {
            asked.Release();
            return Results.Text("[]", "application/json");
        });
        await alertmanager.StartAsync(Cancellation);
        var url = alertmanager.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        console = ConsoleHost.StartWhole([], ("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", url), ("Alerts:Poll", "00:00:25"));
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(60), Cancellation), "the first round");
    }

    public async ValueTask DisposeAsync()
    {
        await console.DisposeAsync();
        await alertmanager.DisposeAsync();
        asked.Dispose();
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Each_post_that_a_real_Alertmanager_sent_is_taken_and_wakes_the_collector(string file)
    {
        using var recorded = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Recorded", file), Cancellation));
        var body = recorded.RootElement.GetProperty("request").GetProperty("body").GetRawText();

        var (status, _) = await PostAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.OK, status);
        await AssertAskedAsync();
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "version")]
    [InlineData("{\"version\": \"3\"}", "version 4 is understood")]
    [InlineData("{\"version\": \"4\", \"alerts\": [{}]}", "alerts[0]")]
    public async Task Junk_is_refused_in_words(string body, string says)
    {
        var (status, answer) = await PostAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(40)]
    public async Task A_post_that_is_too_large_is_refused_in_words_and_wakes_the_collector_all_the_same(int megabytes)
    {
        var (status, answer) = await PostAsync(new byte[megabytes * 1024 * 1024]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("8 MB at most", answer, StringComparison.Ordinal);
        await AssertAskedAsync();
    }

    [Fact]
    public async Task A_post_that_is_too_large_and_does_not_say_its_length_is_refused_too()
    {
        using var content = new StreamContent(new MemoryStream(new byte[9 * 1024 * 1024]));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, "/hooks/alertmanager")) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await console.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        await AssertAskedAsync();
    }

    [Fact]
    public async Task It_takes_posts_only()
    {
        using var answer = await console.Http.GetAsync(new Uri(console.Address, "/hooks/alertmanager"), Cancellation);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });
    }

    private async Task AssertAskedAsync() => Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20), Cancellation), "the collector was not woken");

    private async Task<(HttpStatusCode Status, string Answer)> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, "/hooks/alertmanager")) { Content = content };

        // Who asks first sends nothing that is not wanted, and reads the answer whatever it is.
        request.Headers.ExpectContinue = body.Length > 1_000_000;
        using var answer = await console.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
