using System.Text;

namespace OpsConsole.Tests.Host;

public sealed class HookSecretTests : IDisposable
{
    private const string Secret = "a long random secret of the tests";
    private const string Post = """{"version": "4", "alerts": []}""";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ops-console-hook-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer another secret", 401)]
    [InlineData("Bearer " + Secret + "x", 401)]
    [InlineData("Basic !!!", 401)]
    [InlineData("Negotiate " + Secret, 401)]
    [InlineData("Bearer " + Secret, 200)]
    [InlineData("bearer " + Secret, 200)]
    public async Task With_a_secret_only_who_shows_it_is_heard(string? authorization, int status)
    {
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:Secret", Secret));

        var answer = await Wire.PostAsync(console, "/hooks/alertmanager", Post, headers: authorization is null ? [] : [$"Authorization: {authorization}"]);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 401 ? "Bearer" : null, answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain(Secret, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_of_basic_auth_will_do_too()
    {
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:Secret", Secret));

        Assert.Equal(200, await BasicAsync(console, $"anybody:{Secret}"));
        Assert.Equal(401, await BasicAsync(console, $"{Secret}:"));
        Assert.Equal(401, await BasicAsync(console, Secret));
    }

    [Fact]
    public async Task A_secret_in_a_file_may_be_changed_while_the_console_runs()
    {
        var file = Path.Combine(folder.FullName, "secret");
        await File.WriteAllTextAsync(file, $"{Secret}\n", TestContext.Current.CancellationToken);
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:SecretFile", file));
        Assert.Equal(200, await BearerAsync(console, Secret));

        await File.WriteAllTextAsync(file, "the new secret of the tests", TestContext.Current.CancellationToken);
        Assert.Equal(401, await BearerAsync(console, Secret));
        Assert.Equal(200, await BearerAsync(console, "the new secret of the tests"));

        File.Delete(file);
        Assert.Equal(503, await BearerAsync(console, Secret));
    }

    [Theory]
    [InlineData("127.0.0.1", null, 200)]
    [InlineData("127.0.0.1", "Host: console.example.com", 403)]
    [InlineData("127.0.0.1", "X-Forwarded-For: 203.0.113.9", 403)]
    [InlineData("127.0.0.2", "X-Forwarded-For: 203.0.113.9", 403)]
    [InlineData("127.0.0.2", null, 403)]
    public async Task Without_a_secret_this_machine_is_heard_and_nobody_whom_a_proxy_on_it_forwards(string from, string? header, int status)
    {
        await using var console = ConsoleHost.StartForStrangers(("Http:AllowedHosts:0", "console.example.com"), ("Http:KnownProxies:0", "127.0.0.2"));

        var answer = await Wire.PostAsync(console, "/hooks/alertmanager", Post, from, header is null ? [] : [header]);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 403, answer.Body.Contains("Hooks:Alertmanager:SecretFile", StringComparison.Ordinal));
    }

    private static async Task<int> BearerAsync(ConsoleHost console, string secret) =>
        (await Wire.PostAsync(console, "/hooks/alertmanager", Post, headers: $"Authorization: Bearer {secret}")).Status;

    private static async Task<int> BasicAsync(ConsoleHost console, string pair) => (await Wire.PostAsync(
        console, "/hooks/alertmanager", Post, headers: $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}")).Status;
}
