using System.Net;
using System.Text.Json;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes.Connect;
using static OpsConsole.Core.Tests.Upstream.Kubernetes.Connect.Cluster;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Credentials that a command gives: asked for as seldom as they allow, and never shown.</summary>
public sealed class ExecCredentialsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Root();
    private readonly FakeTime time = new(Start);
    private readonly Plugin plugin;
    private ApiServer server = null!;

    public ExecCredentialsTests() => plugin = new(folder);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await ApiServer.StartAsync(authority.Server(), asksForCertificate: true);

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_its_end()
    {
        using var http = Open(Plugin.Token("t$runs", Start.AddMinutes(10)));

        await AskAsync(http);
        time.Advance(TimeSpan.FromSeconds(569));
        await AskAsync(http);
        time.Advance(TimeSpan.FromSeconds(2));
        await AskAsync(http);

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], server.Tokens);
    }

    [Fact]
    public async Task A_token_without_an_end_is_kept()
    {
        using var http = Open(Plugin.Token("t$runs"));

        await AskAsync(http);
        time.Advance(TimeSpan.FromDays(30));
        await AskAsync(http);

        Assert.Equal(1, plugin.Runs);
    }

    [Fact]
    public async Task A_refused_token_is_asked_for_anew_once_and_the_request_sent_again()
    {
        using var http = Open(Plugin.Token("t$runs"));
        server.Accept("t2");

        using var answer = await http.GetAsync("version", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Bearer t1", "Bearer t2"], server.Tokens);
    }

    [Fact]
    public async Task A_cluster_that_refuses_the_new_token_too_is_not_asked_a_third_time()
    {
        using var http = Open(Plugin.Token("t$runs"));
        server.Accept("another");

        using var answer = await http.GetAsync("version", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["Bearer t1", "Bearer t2"], server.Tokens);
    }

    [Fact]
    public async Task A_stream_is_not_sent_twice_but_the_next_request_has_the_new_token()
    {
        using var http = Open(Plugin.Token("t$runs"));
        server.Accept("t2");

        using var answer = await http.PostAsync("x", new StreamContent(new MemoryStream([1, 2])), Cancellation);
        await AskAsync(http);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["Bearer t1", "Bearer t2"], server.Tokens);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_run()
    {
        using var http = Open($"sleep 0.3\n{Plugin.Token("t$runs")}");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(http)));

        Assert.Equal((1, 20), (plugin.Runs, server.Calls.Count));
    }

    [Fact]
    public async Task Callers_that_are_refused_at_the_same_time_share_one_run()
    {
        using var http = Open($"sleep 0.3\n{Plugin.Token("t$runs")}");
        await AskAsync(http);
        server.Accept("t2");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(http)));

        Assert.Equal(2, plugin.Runs);
    }

    [Fact]
    public async Task A_certificate_can_come_from_the_command_and_changes_with_it()
    {
        var (first, firstKey) = authority.Client("first");
        var (second, secondKey) = authority.Client("second");
        folder.Write("1", JsonSerializer.Serialize(new { clientCertificateData = first, clientKeyData = firstKey, expirationTimestamp = Start.AddMinutes(10) }));
        folder.Write("2", JsonSerializer.Serialize(new { clientCertificateData = second, clientKeyData = secondKey, token = "abc" }));
        using var http = Open($$"""
            printf '{"kind":"ExecCredential","apiVersion":"{{Plugin.Version}}","status":'
            cat "{{folder.Path}}/$runs"
            printf '}'
            """);

        await AskAsync(http);
        time.Advance(TimeSpan.FromMinutes(10));
        await AskAsync(http);

        Assert.Equal([("CN=first", null), ("CN=second", "Bearer abc")], server.Calls.Select(call => (call.Certificate, call.Authorization)));
    }

    [Fact]
    public async Task The_command_gets_its_variables_and_what_it_may_know_of_the_cluster_and_no_input()
    {
        using var http = Open($"printf '%s' \"$KUBERNETES_EXEC_INFO\" > '{folder.Path}/info'\nprintf '%s' \"$A$PATH\" > '{folder.Path}/env'\nwc -c > '{folder.Path}/input'\n{Plugin.Token("abc")}",
            "interactiveMode: IfAvailable, provideClusterInfo: true, env: [{name: A, value: b}]");

        await AskAsync(http);

        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "info")));
        var spec = info.RootElement.GetProperty("spec");
        Assert.False(spec.GetProperty("interactive").GetBoolean());
        Assert.Equal((server.Url, Base64(authority.Pem)), (spec.GetProperty("cluster").GetProperty("server").GetString(), spec.GetProperty("cluster").GetProperty("certificate-authority-data").GetString()));
        Assert.Equal("b" + Environment.GetEnvironmentVariable("PATH"), File.ReadAllText(Path.Combine(folder.Path, "env")));
        Assert.Equal("0", File.ReadAllText(Path.Combine(folder.Path, "input")).Trim());
    }

    [Theory]
    [InlineData("echo first >&2; echo 'you must log in' >&2; exit 3", "ended with exit code 3: you must log in")]
    [InlineData("exit 1", "ended with exit code 1 and said nothing about it")]
    [InlineData("echo \"password=geheim TOKEN: geheim; Bearer geheim, eyJhbGciOi.geheim $S\" >&2; exit 1", "ended with exit code 1: password=[hidden]")]
    [InlineData("true", "wrote nothing; an ExecCredential was due")]
    [InlineData("echo geheim", "wrote something that is no JSON")]
    [InlineData("echo '{\"token\":\"geheim\"}'", "wrote JSON that is no ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"geheim\"}}'", "answered in another version than exec.apiVersion")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "gave neither status.token nor status.clientCertificateData")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"geheim\"}}'", "they belong together")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"geheim\",\"clientCertificateData\":\"geheim\"}}'", "can't be read as PEM")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"geheim geheim\"}}'", "one line of printable ASCII")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"geheim\",\"expirationTimestamp\":\"geheim\"}}'", "no time like")]
    [InlineData("head -c 2000000 /dev/zero; sleep 60", "wrote more than 1 MB")]
    public async Task A_command_that_fails_is_blamed_in_its_own_words_without_a_secret(string script, string why)
    {
        using var http = Open(script, "interactiveMode: Never, env: [{name: S, value: geheimer}]");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => AskAsync(http));

        Assert.Equal(UpstreamFault.Refused, failure.Fault);
        Assert.StartsWith($"Kubernetes main was not asked: the command sh that signs us in ({folder.Path}/config users[u].user.exec) ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task After_a_failure_the_next_request_runs_the_command_again()
    {
        using var http = Open($"[ $runs = 1 ] && exit 1\n{Plugin.Token("abc")}");

        await Assert.ThrowsAsync<UpstreamException>(() => AskAsync(http));
        await AskAsync(http);

        Assert.Equal(["Bearer abc"], server.Tokens);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_named_with_the_hint_how_to_install_it()
    {
        using var http = OpenAs($"exec: {{apiVersion: {Plugin.Version}, command: no-such-sign-in, interactiveMode: Never, installHint: 'apt install sign-in'}}");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => AskAsync(http));

        Assert.Contains("the command no-such-sign-in that signs us in", failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist on this machine. The kubeconfig says: apt install sign-in", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_started_as_it_is_and_not_by_a_shell()
    {
        using var http = OpenAs($"exec: {{apiVersion: {Plugin.Version}, command: printf, args: ['%s', '$(touch {folder.Path}/touched)'], interactiveMode: Never}}");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => AskAsync(http));

        Assert.Contains("is no JSON", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Path, "touched")));
    }

    [Fact]
    public async Task A_slow_command_is_blamed_by_who_waits_and_its_answer_serves_the_next()
    {
        using var http = Open($"while [ ! -e '{folder.Path}/go' ]; do sleep 0.05; done\n{Plugin.Token("abc")}");
        var asked = AskAsync(http);
        await time.TimersAsync(2, Cancellation);
        time.Advance(ExecCredentials.Patience);

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => asked);
        folder.Write("go", "");
        await AskAsync(http);

        Assert.Equal(UpstreamFault.TimedOut, failure.Fault);
        Assert.Contains("still runs after 8 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, "Bearer abc"), (plugin.Runs, server.Tokens.Single()));
    }

    [Fact]
    public async Task A_command_that_never_ends_is_stopped_with_all_it_started()
    {
        using var http = Open($"sleep 1000 &\necho $! > '{folder.Path}/child'\nwait");
        var asked = AskAsync(http);
        await time.TimersAsync(2, Cancellation);
        await Until(() => File.Exists(Path.Combine(folder.Path, "child")) && File.ReadAllText(Path.Combine(folder.Path, "child")).Length > 1);
        time.Advance(ExecCredentials.Limit);
        await Assert.ThrowsAsync<UpstreamException>(() => asked);

        await Until(() => !Runs(File.ReadAllText(Path.Combine(folder.Path, "child")).Trim()));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_goes_at_once_and_closing_stops_the_command()
    {
        var http = Open($"echo $$ > '{folder.Path}/child'\nexec sleep 1000");
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = http.GetAsync("version", left.Token);
        await Until(() => File.Exists(Path.Combine(folder.Path, "child")) && File.ReadAllText(Path.Combine(folder.Path, "child")).Length > 1);

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        http.Dispose();

        await Until(() => !Runs(File.ReadAllText(Path.Combine(folder.Path, "child")).Trim()));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        folder.Dispose();
    }

    // A process that has ended may stay for a moment until its parent takes note of it.
    private static bool Runs(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            // Gone, perhaps while it was read.
            return false;
        }
    }

    private static Task<bool> Until(Func<bool> isSo) =>
        RealServers.Eventually.SoAsync(() => Task.FromResult<bool?>(isSo() ? true : null), TimeSpan.FromSeconds(60), Cancellation);

    private static async Task AskAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("version", Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private HttpClient Open(string script, string more = "interactiveMode: Never") => OpenAs(plugin.User(script, more));

    private HttpClient OpenAs(string user) => Cluster.Open(folder.Write("config", ConfigOf(At(server, authority), user)), time);
}
