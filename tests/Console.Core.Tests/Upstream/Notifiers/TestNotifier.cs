using Microsoft.Extensions.Configuration;
using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>One channel's client as the settings make it, with its secrets in files of its own.</summary>
internal sealed class TestNotifier : IDisposable
{
    public const string RoutingKey = "R0UT1NGK3Y0123456789abcdefABCDEF";
    public const string SlackPath = "/services/T0SECRET0/B0SECRET0/x0YzSecretSecretSecret";
    public const string SigningKey = "signing-key-of-32-characters-0123";

    private readonly TempFolder folder = new();
    private readonly NotifierSources sources;

    private TestNotifier(TimeProvider? clock, Func<TempFolder, (string Name, string Value)[]> settings)
    {
        var options = Options([.. settings(folder), ("Name", "phone")]);
        Assert.Empty(ChannelsValidation.Problems(options));
        sources = new NotifierSources(options, clock ?? TimeProvider.System);
    }

    public ChannelIdentity Identity => sources.All.Single().Identity;

    public ChannelPace Pace => sources.All.Single().Pace;

    /// <summary>One of a kind that posts to an address.</summary>
    public static TestNotifier Of(ChannelKind kind, string url, string timeout = "20s", TimeProvider? clock = null, string? authorities = null) => new(clock, folder =>
    [
        ("Kind", kind.ToString()), ("Timeout", timeout), .. authorities is null ? Array.Empty<(string, string)>() : [("CaFile", authorities)], .. kind switch
        {
            ChannelKind.PagerDuty => new[] { ("Url", $"{url}/v2/enqueue"), ("RoutingKeyFile", folder.Write("key", $"{RoutingKey}\n")) },
            ChannelKind.Slack => [("UrlFile", folder.Write("address", $"{url}{SlackPath}\n"))],
            _ => [("Url", $"{url}/pages"), ("SecretFile", folder.Write("secret", $"{SigningKey}\n"))],
        },
    ]);

    /// <summary>A mail channel to a server on loopback.</summary>
    public static TestNotifier OfMail(int port, params (string Name, string Value)[] more) => new(null, folder =>
    [
        ("Kind", "Email"), ("Server", "127.0.0.1"), ("Port", $"{port}"), ("From", "Ops Console <console@example.com>"), ("To:0", "ops@example.com"),
        .. more.Any(one => one.Name == "Tls") ? [] : new[] { ("Tls", "None") }, .. more.Where(one => one.Name != "Password"),
        .. more.Where(one => one.Name == "Password").Select(one => ("PasswordFile", folder.Write("password", one.Value))),
    ]);

    public static ChannelsOptions Options(params (string Name, string Value)[] settings)
    {
        var options = new ChannelsOptions();
        Section(settings).Bind(options.All);
        return options;
    }

    public static IConfigurationSection Section(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create<string, string?>($"Channels:0:{one.Name}", one.Value))).Build().GetSection("Channels");

    public Task<Delivery> SendAsync(Page? page = null) => HandOverAsync(page ?? SomePages.Of(), TestContext.Current.CancellationToken);

    public Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation) => sources.All.Single().Notifier.HandOverAsync(page, cancellation);

    /// <summary>What one of its files holds from now on.</summary>
    public void Rewrite(string file, string text) => folder.Write(file, text);

    public void Lose(string file) => File.Delete(Path.Combine(folder.Path, file));

    public void Dispose()
    {
        sources.Dispose();
        folder.Dispose();
    }
}
