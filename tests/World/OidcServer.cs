using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsConsole.World;

/// <summary>A real OpenID provider (tests/oidc-provider) that can be told to be wrong in chosen ways.</summary>
internal sealed class OidcServer : IAsyncDisposable
{
    public const string ClientId = "ops-console";
    public const string ClientSecret = "a-secret-of-the-tests-only-00000000";

    private static readonly SemaphoreSlim Installing = new(1);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Process process;

    private OidcServer(Process process, int port) => (this.process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

    public Uri Address { get; }

    private static string Folder => Repository.At("tests", "oidc-provider");

    /// <summary>The settings of a console that people sign in to here.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("SignIn:Mode", "Oidc"), ("SignIn:Oidc:Authority", Address.GetLeftPart(UriPartial.Authority)), ("SignIn:Oidc:ClientId", ClientId),
        ("SignIn:Oidc:ClientSecret", ClientSecret), ("SignIn:Oidc:Scopes", "openid profile groups"), ("SignIn:Oidc:Title", "Example"),
        ("SignIn:Oidc:RecheckEvery", "00:00:05"),
    ];

    public static async Task<OidcServer> StartAsync(params string[] flags)
    {
        await InstallAsync();
        var port = LoopbackPorts.Next();
        var start = new ProcessStartInfo("setpriv") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--pdeathsig", "KILL", "node", "provider.js", $"{port}", .. flags])
        {
            start.ArgumentList.Add(argument);
        }

        var log = new ServerLog();
        var process = await Launcher.StartAsync(start);
        process.OutputDataReceived += (_, line) => log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => log.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new OidcServer(process, port);
        await Eventually.SoAsync("the OpenID provider is ready", TimeSpan.FromSeconds(60), async () =>
        {
            Assert.False(process.HasExited, $"node ended:\n{log}");
            using var answer = await Http.GetAsync(new Uri(server.Address, "/.well-known/openid-configuration"));
            return answer.IsSuccessStatusCode;
        }, CancellationToken.None);
        return server;
    }

    /// <summary>There is such a person, in these groups from now on.</summary>
    public Task PersonAsync(string id, params string[] groups) => ControlAsync("person", new { id, name = $"{id} of Example", groups });

    /// <summary>There is no such person any more.</summary>
    public Task GoneAsync(string id) => ControlAsync("gone", new { id });

    /// <summary>What is wrong with the answers from now on; null for nothing.</summary>
    public Task FaultAsync(string? name) => ControlAsync("fault", new { name });

    /// <summary>New keys; the old ones are forgotten.</summary>
    public Task RotateAsync() => ControlAsync("rotate", new { });

    /// <summary>How often a refresh token was taken, and how often one was refused.</summary>
    public async Task<(int Taken, int Refused)> RefreshesAsync()
    {
        var said = await ControlAsync("counts", new { });
        return (said.GetProperty("refreshed").GetInt32(), said.GetProperty("refusedRefreshes").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static async Task InstallAsync()
    {
        await Installing.WaitAsync();
        try
        {
            // Another suite of tests may do so at the same time; the list that npm leaves behind comes last.
            await using var alone = await AloneAsync();
            if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            {
                return;
            }

            using var npm = await Launcher.StartAsync(new("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder, RedirectStandardError = true });
            var said = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            Assert.True(npm.ExitCode == 0, $"npm ci failed: {said}");
        }
        finally
        {
            Installing.Release();
        }
    }

    private static Task<FileStream> AloneAsync() => Eventually.GetAsync(
        "nobody else installs the OpenID provider", TimeSpan.FromMinutes(5),
        () => Task.FromResult(new FileStream(Path.Combine(Path.GetTempPath(), $"ops-console-oidc-{Environment.UserName}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)),
        _ => true, CancellationToken.None);

    private async Task<JsonElement> ControlAsync(string what, object said)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(Address, $"/control/{what}"), said);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
