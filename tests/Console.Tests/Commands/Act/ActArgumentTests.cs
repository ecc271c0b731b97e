using OpsConsole.Commands.Act;

namespace OpsConsole.Tests.Commands.Act;

/// <summary>What is not understood is told before anybody is asked.</summary>
public sealed class ActArgumentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ops-console-act-");
    private readonly StringWriter output = new();
    private readonly Dictionary<string, string?> environment = new() { ["OPSCONSOLE_TOKEN"] = "ops_secret" };

    public void Dispose()
    {
        output.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("say what: lease-delete, scale, ...")]
    [InlineData("say on which system: --system S", "lease-delete")]
    [InlineData("approve needs the ID of an action", "approve")]
    [InlineData("'../x' is no id of an action", "approve", "../x")]
    [InlineData("'twice' is one word too much", "scale", "twice", "--system", "billing")]
    [InlineData("--system: needs a value behind it", "scale", "--system")]
    [InlineData("--system: needs a value behind it", "scale", "--system", "--plan")]
    [InlineData("--system: is given twice", "scale", "--system", "a", "--system", "b")]
    [InlineData("--replicas: is given twice", "scale", "--system", "a", "--replicas", "1", "--replicas", "2")]
    [InlineData("--plan: takes no value", "scale", "--system", "a", "--plan=yes")]
    [InlineData("say --target, or --namespace and --name, not both", "scale", "--system", "a", "--target", "x/y", "--name", "z")]
    [InlineData("--namespace and --name belong together", "scale", "--system", "a", "--name", "z")]
    [InlineData("--server: is no address", "list", "--server", "console")]
    [InlineData("--server: is no address", "list", "--server", "ftp://console")]
    [InlineData("--server: is no address", "list", "--server", "http://ada:secret@127.0.0.1")]
    [InlineData("--server: would show the token to the network: use https, or say --allow-http", "list", "--server", "http://console.example.com")]
    [InlineData("--token-file: can't be read", "list", "--token-file", "/nowhere/token")]
    public async Task What_is_not_understood_is_told_with_the_usage(string what, params string[] args)
    {
        Assert.Equal(ActCommand.Misused, await RunAsync(args));

        Assert.StartsWith(what, output.ToString(), StringComparison.Ordinal);
        Assert.Contains("usage: OpsConsole act KIND", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\r\nX-Evil: 1")]
    public async Task Without_a_token_in_one_line_nobody_is_asked(string? token)
    {
        environment["OPSCONSOLE_TOKEN"] = token;

        Assert.Equal(ActCommand.Misused, await RunAsync("list"));
        Assert.StartsWith("--token-file: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_counts_before_the_environment_and_its_line_end_does_not()
    {
        await using var console = await StubConsole.StartAsync();
        console.Then(404, new { title = "Not found" });
        var file = Path.Combine(folder.FullName, "token");
        await File.WriteAllTextAsync(file, "ops_from_file\n", TestContext.Current.CancellationToken);

        await RunAsync("status", "0a", "--server", console.Url, "--token-file", file);

        Assert.Equal("Bearer ops_from_file", Assert.Single(console.Sent).Token);
    }

    [Fact]
    public async Task Where_nobody_listens_that_is_said()
    {
        Assert.Equal(ActCommand.NotDone, await ActCommand.RunAsync(
            ["list", "--server", "http://127.0.0.1:1"], new ActSurroundings(output, environment.GetValueOrDefault, new NoPause()), TestContext.Current.CancellationToken));
        Assert.StartsWith("No answer from http://127.0.0.1:1/: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_option_of_ours_is_a_parameter_whatever_a_later_action_calls_it()
    {
        var given = ActArguments.Read(["silence-create", "--system", "a", "--matchers=a=\"b\", c=~\"d\"", "--duration", "2h", "--override", "x,y", "--override", "z"]).Value;

        Assert.Equal([("duration", "2h"), ("matchers", "a=\"b\", c=~\"d\"")], given.Parameters.Select(parameter => (parameter.Key, parameter.Value)));
        Assert.Equal(["x", "y", "z"], given.Overrides);
        Assert.Equal(["silence-create"], given.Words);
    }

    private Task<int> RunAsync(params string[] args) =>
        ActCommand.RunAsync(args, new ActSurroundings(output, environment.GetValueOrDefault, TimeProvider.System), TestContext.Current.CancellationToken);

    /// <summary>Time in which every pause is over at once.</summary>
    private sealed class NoPause : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime, period);
    }
}
