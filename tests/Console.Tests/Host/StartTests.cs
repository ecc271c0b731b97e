namespace OpsConsole.Tests.Host;

/// <summary>A console that can't start as it is told says why, in sentences, and ends with 2.</summary>
public sealed class StartTests
{
    private const string Anywhere = "--urls=http://127.0.0.1:0";

    [Theory]
    [InlineData("urls: 'nowhere' is no address to listen on", "--urls=nowhere")]
    [InlineData("Kestrel:Endpoints:Open:Url: 'ftp://*:80'", "--Kestrel:Endpoints:Open:Url=ftp://*:80")]
    [InlineData("Http:PublicUrl: 'console.example.com' is no address of a site", Anywhere, "--Http:PublicUrl=console.example.com")]
    [InlineData("Http:AllowedHosts: 'https://a.example.com' is no name of a host", Anywhere, "--Http:AllowedHosts:0=https://a.example.com")]
    [InlineData("Http:KnownProxies: '10.0.0.1/8' names an address inside its network: write 10.0.0.0/8", Anywhere, "--Http:KnownProxies:0=10.0.0.1/8")]
    [InlineData("Http:MetricsFrom: 'everybody'", Anywhere, "--Http:MetricsFrom:0=everybody")]
    [InlineData("Http:Limits:HooksPerMinute: must be from 1", Anywhere, "--Http:Limits:HooksPerMinute=0")]
    [InlineData("KnownProxy", Anywhere, "--Http:KnownProxy=127.0.0.1")]
    [InlineData("Hooks:Alertmanager:Secret: has less than 16 letters", Anywhere, "--Hooks:Alertmanager:Secret=short")]
    [InlineData("Hooks:Alertmanager:SecretFile: the file /nowhere/secret can't be read", Anywhere, "--Hooks:Alertmanager:SecretFile=/nowhere/secret")]
    [InlineData("SignIn:Oidc:Authority: 'http://id.example.com' is no issuer", Anywhere, "--SignIn:Mode=Oidc", "--SignIn:Oidc:Authority=http://id.example.com", "--SignIn:Oidc:ClientId=c")]
    [InlineData("SignIn:Oidc:ClientId: is missing", Anywhere, "--SignIn:Mode=Oidc", "--SignIn:Oidc:Authority=https://id.example.com")]
    [InlineData("SignIn:Proxy:From: is missing", Anywhere, "--SignIn:Mode=Proxy")]
    [InlineData("Logs:Format: 'xml' is not known: write console or json", Anywhere, "--Logs:Format=xml")]
    [InlineData("Serilog:MinimumLevel: ", Anywhere, "--Serilog:MinimumLevel:Default=Loud")]
    [InlineData("Upstreams:Prometheus:0:Url: 'localhost' is no absolute http or https address", Anywhere, "--Upstreams:Prometheus:0:Name=main", "--Upstreams:Prometheus:0:Url=localhost")]
    [InlineData("Upstreams:Prometheus:0:Adress: is no setting", Anywhere, "--Upstreams:Prometheus:0:Name=main", "--Upstreams:Prometheus:0:Url=http://127.0.0.1:1", "--Upstreams:Prometheus:0:Adress=x")]
    [InlineData("Upstreams:Prometheus:0:Insecure", Anywhere, "--Upstreams:Prometheus:0:Name=main", "--Upstreams:Prometheus:0:Url=http://127.0.0.1:1", "--Upstreams:Prometheus:0:Insecure=maybe")]
    [InlineData("Alerts:Poll: must be from 00:00:01 to 00:00:25", Anywhere, "--Alerts:Poll=00:01:00")]
    [InlineData("Alerts:Poll", Anywhere, "--Alerts:Poll=often")]
    [InlineData("Pol", Anywhere, "--Alerts:Pol=00:00:05")]
    [InlineData("Boards:Queues:Every", Anywhere, "--Boards:Queues:Every=01:00:00")]
    [InlineData("Runbooks:LogsAddress must be a http or https address with {query}", Anywhere, "--Runbooks:LogsAddress=https://logs.example.com/")]
    [InlineData("LogAddress", Anywhere, "--Runbooks:LogAddress=https://logs.example.com/?q={query}")]
    [InlineData("Systems:Folder is empty", Anywhere, "--Systems:Folder=")]
    public async Task A_setting_that_is_wrong_stops_the_start_and_is_named(string says, params string[] arguments)
    {
        var (exitCode, said) = await ConsoleProcess.RunAsync(arguments);

        Assert.StartsWith("Ops Console does not start:\n", said, StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
        AssertNoTrace(said);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var (_, said) = await ConsoleProcess.RunAsync(
            [Anywhere, "--Alerts:Poll=00:01:00", "--Boards:Queues:AtOnce=0", "--Upstreams:Alertmanager:0:Name=a", "--Upstreams:Alertmanager:1:Url=http://127.0.0.1:1"]);

        Assert.Contains("Alerts:Poll", said, StringComparison.Ordinal);
        Assert.Contains("AtOnce", said, StringComparison.Ordinal);
        Assert.Contains("Upstreams:Alertmanager:0:Url: is missing", said, StringComparison.Ordinal);
        Assert.Contains("Upstreams:Alertmanager:1:Name: is missing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_wrong_place_is_not_repeated()
    {
        var (exitCode, said) = await ConsoleProcess.RunAsync([
            Anywhere, "--Upstreams:Prometheus:0:Name=main", "--Upstreams:Prometheus:0:Url=http://reader:opensesame@127.0.0.1:1",
            "--Upstreams:Alertmanager:0:Name=main", "--Upstreams:Alertmanager:0:Url=127.0.0.1:1", "--Upstreams:Alertmanager:0:BearerToken=open sesame",
            "--Upstreams:Alertmanager:0:Password=opensesame"]);

        Assert.Equal(2, exitCode);
        Assert.DoesNotContain("sesame", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_missing_is_named()
    {
        var (exitCode, said) = await ConsoleProcess.RunAsync([Anywhere], ("OPSCONSOLE_CONFIG", "nowhere.json"));

        Assert.Contains($"OPSCONSOLE_CONFIG: there is no file {Path.Combine(ConsoleProcess.Folder, "nowhere.json")}", said, StringComparison.Ordinal);
        AssertNoTrace(said);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("{\n  \"Logs\": {,}\n}", "it is no JSON (line 2, byte ")]
    [InlineData("[]", "must be an object")]
    [InlineData("", "it is no JSON")]
    public async Task A_settings_file_that_can_not_be_read_is_named_with_the_place(string text, string says)
    {
        var file = Write(text);
        var (exitCode, said) = await ConsoleProcess.RunAsync([Anywhere], ("OPSCONSOLE_CONFIG", file));

        Assert.Contains(file, said, StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
        AssertNoTrace(said);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task The_file_wins_over_the_defaults_and_the_environment_and_the_command_line_over_the_file()
    {
        var file = Write("{\"Logs\": {\"Format\": \"file\"}, \"urls\": \"http://127.0.0.1:0\"}");

        Assert.Contains("'file' is not known", (await ConsoleProcess.RunAsync([], ("OPSCONSOLE_CONFIG", file))).Said, StringComparison.Ordinal);
        Assert.Contains("'variable' is not known",
            (await ConsoleProcess.RunAsync([], ("OPSCONSOLE_CONFIG", file), ("Logs__Format", "variable"))).Said, StringComparison.Ordinal);
        var (_, said) = await ConsoleProcess.RunAsync(
            ["--Logs:Format=argument"], ("OPSCONSOLE_CONFIG", file), ("Logs__Format", "variable"), ("ASPNETCORE_URLS", "nowhere"));
        Assert.Contains("'argument' is not known", said, StringComparison.Ordinal);
        Assert.Contains("urls: 'nowhere'", said, StringComparison.Ordinal);
    }

    private static void AssertNoTrace(string said)
    {
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    private static string Write(string text)
    {
        var file = Path.Combine(ConsoleProcess.Folder, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(file, text);
        return file;
    }
}
