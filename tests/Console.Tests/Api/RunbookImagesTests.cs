using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Api;

/// <summary>The images beside the runbooks: anybody with the folder can write them.</summary>
public sealed class RunbookImagesTests : IDisposable
{
    private const string Script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    private const string Secret = "opensesame";

    private readonly ConsoleHost console = ConsoleHost.Start();
    private readonly string runbooks;

    public RunbookImagesTests()
    {
        runbooks = console.Services.GetRequiredService<SystemFolders>().Runbooks;
        Write("billing/x.png", "png");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => console.Dispose();

    [Theory]
    [InlineData("x.png", "image/png")]
    [InlineData("X.JPG", "image/jpeg")]
    [InlineData("x.jpeg", "image/jpeg")]
    [InlineData("x.gif", "image/gif")]
    [InlineData("x.webp", "image/webp")]
    [InlineData("x.svg", "image/svg+xml")]
    public async Task An_image_is_served_as_what_its_name_says_and_may_run_and_load_nothing(string name, string type)
    {
        Write($"billing/{name}", Script);
        using var answer = await GetAsync($"billing/{name}");

        Assert.Equal((HttpStatusCode.OK, type, Script), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task Pages_keep_the_policy_of_pages()
    {
        using var answer = await console.Http.GetAsync(new Uri(console.Address, "/runbooks"), Cancellation);

        Assert.StartsWith("default-src 'self'; script-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slow.md")]
    [InlineData("x.html")]
    [InlineData("x.js")]
    [InlineData("x")]
    [InlineData("x.png.txt")]
    [InlineData(".x.png")]
    [InlineData("a b.png")]
    [InlineData("x.pngé")]
    public async Task Only_names_of_images_are_served(string name)
    {
        Write($"billing/{name}", Secret);

        await AssertNothingAsync($"billing/{Uri.EscapeDataString(name)}");
    }

    // As bytes on the wire: a client would tidy them up.
    [Theory]
    [InlineData("billing/../../secret.png")]
    [InlineData("billing/..%2f..%2fsecret.png")]
    [InlineData("%2e%2e/secret.png")]
    [InlineData("..%2f/secret.png")]
    [InlineData("%2e%2e%2f/secret.png")]
    [InlineData("%252e%252e/secret.png")]
    [InlineData("..%5csecret.png/secret.png")]
    [InlineData("billing/..\\..\\secret.png")]
    [InlineData("billing/..%5c..%5csecret.png")]
    [InlineData("billing/%2fetc%2fx.png")]
    [InlineData("billing/secret.png%00.png")]
    [InlineData("./secret.png")]
    [InlineData("%2e/secret.png")]
    [InlineData("//secret.png")]
    public async Task No_way_out_of_the_folder_is_taken(string path)
    {
        File.WriteAllText(Path.Combine(runbooks, "..", "secret.png"), Secret);
        File.WriteAllText(Path.Combine(runbooks, "secret.png"), Secret);

        var answer = await RawAsync($"/runbook-files/{path}");
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
        Assert.Matches(@"^HTTP/1\.1 (400|404) ", answer);
    }

    [Fact]
    public async Task Links_that_lead_out_are_not_followed_neither_of_files_nor_of_folders()
    {
        var secret = Path.Combine(Directory.CreateDirectory(Path.Combine(runbooks, "..", "elsewhere")).FullName, "secret.png");
        File.WriteAllText(secret, Secret);
        File.CreateSymbolicLink(Path.Combine(runbooks, "billing", "link.png"), secret);
        File.CreateSymbolicLink(Path.Combine(runbooks, "billing", "hollow.png"), "/nowhere.png");
        Directory.CreateSymbolicLink(Path.Combine(runbooks, "linked"), Path.GetDirectoryName(secret)!);

        await AssertNothingAsync("billing/link.png");
        await AssertNothingAsync("billing/hollow.png");
        await AssertNothingAsync("linked/secret.png");
    }

    [Fact]
    public async Task A_link_into_a_hidden_folder_beside_it_as_a_pod_has_them_is_followed()
    {
        Write("billing/..data/plan.svg", Script);
        File.CreateSymbolicLink(Path.Combine(runbooks, "billing", "plan.svg"), Path.Combine("..data", "plan.svg"));

        using var answer = await GetAsync("billing/plan.svg");
        Assert.Equal((HttpStatusCode.OK, Script), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task What_is_not_there_is_a_folder_or_too_large_is_not_found()
    {
        Directory.CreateDirectory(Path.Combine(runbooks, "billing", "folder.png"));
        Write("billing/large.png", new string('x', 5_000_001));
        Write("billing/just.png", new string('x', 5_000_000));

        await AssertNothingAsync("billing/none.png");
        await AssertNothingAsync("none/x.png");
        await AssertNothingAsync("billing/folder.png");
        await AssertNothingAsync("billing/large.png");
        using var just = await GetAsync("billing/just.png");
        Assert.Equal((HttpStatusCode.OK, 5_000_000L), (just.StatusCode, just.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Who_is_not_signed_in_gets_what_every_other_address_answers()
    {
        using var stranger = console.Stranger();
        using var there = await stranger.Http.GetAsync(new Uri(console.Address, "/runbook-files/billing/x.png"), Cancellation);
        using var none = await stranger.Http.GetAsync(new Uri(console.Address, "/runbook-files/billing/none.png"), Cancellation);
        using var other = await stranger.Http.GetAsync(new Uri(console.Address, "/api/v1/walkthroughs"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        Assert.Equal((other.StatusCode, other.StatusCode), (there.StatusCode, none.StatusCode));
        Assert.DoesNotContain("png", await there.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(runbooks, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task AssertNothingAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {(int)answer.StatusCode}");
        Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => console.Http.GetAsync(new Uri(console.Address, $"/runbook-files/{path}"), Cancellation);

    private async Task<string> RawAsync(string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(console.Address.Host, console.Address.Port, Cancellation);
        var cookies = console.Self.Cookies.GetCookieHeader(console.Address);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {console.Address.Authority}\r\nCookie: {cookies}\r\nAccept: application/json\r\nConnection: close\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
