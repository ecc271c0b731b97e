using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Replicas;

/// <summary>Two replicas on one PostgreSQL: what a person has who is on one of them when it dies.</summary>
public sealed class ReplicaTests(FleetWorld world, Browsers browsers, ReplicaPair pair) : WorldTest(world, browsers), IClassFixture<ReplicaPair>, IAsyncLifetime
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(5);

    private readonly Browsers browsers = browsers;
    private readonly CancellationTokenSource writing = new();

    // Whoever was killed is back for the next test.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await writing.CancelAsync();
        writing.Dispose();
        await DisposeAsync();
        foreach (var replica in pair.Replicas.Values.Where(replica => !replica.IsRunning))
        {
            await replica.StartAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Who_is_on_a_replica_that_dies_under_load_is_back_on_the_other_signed_in_on_the_same_page_and_nothing_stored_is_lost()
    {
        var open = await SignInAsync();
        var page = open.Page;
        await page.GotoAsync(new Uri(pair.Door, "alerts").AbsoluteUri);
        await LiveAsync(page);

        var writers = Enumerable.Range(0, 4).Select(_ => WriteAsync(writing.Token)).ToArray();
        await Eventually.SoAsync("something is stored under load", Soon, () => Task.FromResult(Volatile.Read(ref stored) > 20), Cancellation);
        var before = Volatile.Read(ref stored);

        // What a page takes to open under this load, on this machine.
        var opens = Stopwatch.GetTimestamp();
        await GoLiveAsync(page, new Uri(pair.Door, "alerts?q=state%3Dfiring").AbsoluteUri);
        var toOpen = Stopwatch.GetElapsedTime(opens);
        var address = page.Url;

        // Reloading by itself loses what the test notes in the page: the mark is gone when the page is a new one.
        await page.EvaluateAsync("() => { window.before = true; }");
        open.Forgive();

        // Read at the last moment: under load the door may have sent the page to the other replica meanwhile.
        var home = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == FrontDoor.Cookie).Value;
        var died = Stopwatch.GetTimestamp();
        await pair.Replicas[home].KillAsync();
        await page.WaitForFunctionAsync("() => !window.before", null, new() { Timeout = (float)Soon.TotalMilliseconds });
        await LiveAsync(page);
        var away = Stopwatch.GetElapsedTime(died);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"back after {away.TotalSeconds:0.0} s, where a page opens in {toOpen.TotalSeconds:0.0} s"));
        Assert.Equal(address, page.Url);
        Assert.NotEqual(home, (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == FrontDoor.Cookie).Value);
        Assert.True(away < BackWithin + (2 * toOpen), $"back after {away}, where a page opens in {toOpen}");

        await Eventually.SoAsync("the other replica stores what is asked of it", Soon, () => Task.FromResult(Volatile.Read(ref stored) > before + 20), Cancellation);
        await writing.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(await EntriesAsync("export-audit") >= stored, "an acknowledged entry is missing");
        var (exitCode, said) = await VerifyAsync();
        Assert.True(exitCode == 0, said);
    }

    [Fact]
    public async Task What_one_replica_records_appears_on_the_audit_page_of_the_other()
    {
        var visitor = await Visitor.SignInAsync(pair.Replicas["a"].Address, Visitor.Admin, Cancellation);
        var context = await browsers.Chromium.NewContextAsync(Screen.Desktop.Options(pair.Replicas["b"].Address));
        await context.AddCookiesAsync([visitor.BrowserCookie(pair.Replicas["b"].Address)]);
        var page = await context.NewPageAsync();
        await page.GotoAsync("audit");
        await LiveAsync(page);
        var newest = page.Locator("main table tbody tr").First;
        await Assertions.Expect(newest).ToContainTextAsync("sign-in");

        using var http = visitor.Http(pair.Replicas["a"].Address);
        await ExportAsync(http, Cancellation);
        var begun = Stopwatch.GetTimestamp();
        await Assertions.Expect(newest).ToContainTextAsync("export-audit", new() { Timeout = (float)Soon.TotalMilliseconds });
        var took = Stopwatch.GetElapsedTime(begun);
        await context.CloseAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"there after {took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
    }

    private int stored;

    private async Task<OpenPage> SignInAsync()
    {
        var open = await BlankAsync();
        var page = open.Page;
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(pair.Door, "alerts").AbsoluteUri);
        await page.GetByLabel("Name").FillAsync(Visitor.Admin);
        await page.GetByLabel("Password").FillAsync(Visitor.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SeenAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" }));
        return open;
    }

    // The circuit is up once the page answers a key.
    private static async Task LiveAsync(IPage page) => await page.WaitForFunctionAsync(
        "() => document.readyState === 'complete' && !document.documentElement.dataset.lost && window.Blazor && document.querySelector('main h1')", null, new() { Timeout = (float)Soon.TotalMilliseconds });

    /// <summary>Asks for exports without an end; each that is answered is an entry that must never be lost.</summary>
    private async Task WriteAsync(CancellationToken stop)
    {
        var visitor = await Visitor.SignInAsync(pair.Door, Visitor.Admin, CancellationToken.None);
        using var http = visitor.Http(pair.Door);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ExportAsync(http, CancellationToken.None);
                Interlocked.Increment(ref stored);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Cut off with the replica: not acknowledged.
            }
        }
    }

    private static async Task ExportAsync(HttpClient http, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync("audit/export.jsonl?action=nothing-like-this", cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"the export was answered with {answer.StatusCode}");
        }

        await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    private async Task<int> EntriesAsync(string action)
    {
        await using var connection = new Npgsql.NpgsqlConnection(pair.Connection);
        await connection.OpenAsync(Cancellation);
        await using var count = new Npgsql.NpgsqlCommand("SELECT COUNT(*)::int FROM audit_entries WHERE action = $1 AND stage = 'succeeded'", connection) { Parameters = { new() { Value = action } } };
        return (int)(await count.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<(int ExitCode, string Said)> VerifyAsync()
    {
        using var run = await Launcher.StartAsync(new("dotnet",
            [Repository.Console, "audit", "verify", $"--Storage:Folder={pair.Data}", $"--Storage:PostgreSql={pair.Connection}"])
        { RedirectStandardOutput = true, RedirectStandardError = true });
        var said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(Cancellation), run.StandardError.ReadToEndAsync(Cancellation));
        await run.WaitForExitAsync(Cancellation);
        return (run.ExitCode, string.Join('\n', said));
    }
}
