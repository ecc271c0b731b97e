using OpsConsole.Incidents;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>Settings that are wrong stop the start, by name, and tell no secret.</summary>
public sealed class ChannelSettingsTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Without_any_setting_there_is_no_channel_and_nothing_wrong()
    {
        Assert.Empty(ChannelsValidation.Problems(TestNotifier.Options()));
        Assert.True(Unknown().Succeeded);
    }

    [Fact]
    public void Each_kind_says_what_it_lacks() => Assert.Equal(
        [
            "Channels:0:Kind: '' is no kind of channel; there are PagerDuty, Slack, Webhook, Email",
            "Channels:0:Name: is missing or no name: give 1 to 60 letters, digits, dots, dashes and underscores, as in phone",
            "Channels:0:RoutingKeyFile: is missing: name a file that holds the integration key (Events API v2) and nothing else",
            "Channels:0:UrlFile: is missing: whoever has a Slack webhook's address may post, so name a file that holds it and nothing else",
            "Channels:0:Url: give Url, or UrlFile when the address holds a secret: one of the two",
            "Channels:0:SecretFile: is missing: name a file that holds the key of the signature and nothing else",
            "Channels:0:Server: is missing or no name of a host, as in mail.example.com",
            "Channels:0:From: '' is no mail address; write ops@example.com, or Ops <ops@example.com>",
            "Channels:0:To: is missing: name at least one address",
        ],
        [
            .. Problems(("Name", "a")), .. Problems(("Kind", "pagerduty"), ("RoutingKeyFile", Secret("k"))), .. Problems(("Name", "a"), ("Kind", "PagerDuty")),
            .. Problems(("Name", "a"), ("Kind", "Slack")), .. Problems(("Name", "a"), ("Kind", "Webhook")), .. Problems(("Name", "a"), ("Kind", "Email")),
        ]);

    [Theory]
    [InlineData("Timeout", "3m", "'3m' is no time between 1ms and 2m; write for example 10s")]
    [InlineData("Timeout", "soon", "'soon' is no time between 1ms and 2m; write for example 10s")]
    [InlineData("Within", "16m", "'16m' is no time between 1ms and 15m; write for example 1m")]
    [InlineData("Tries", "0", "must be from 1 to 20")]
    [InlineData("Tries", "21", "must be from 1 to 20")]
    [InlineData("Name", "a b", "is missing or no name: give 1 to 60 letters, digits, dots, dashes and underscores, as in phone")]
    [InlineData("Url", "events.example.com", "is no absolute http or https address, as in https://hooks.example.com/pages")]
    [InlineData("Url", "file:///etc/passwd", "is no absolute http or https address, as in https://hooks.example.com/pages")]
    [InlineData("Url", "http://events.example.com/v2", "a secret travels with it, so it must be https")]
    [InlineData("Url", "https://ada:secret@events.example.com", "must not hold a user or password")]
    [InlineData("Url", "https://events.example.com/?key=secret", "must not have a query (?): if it holds a secret, name a file with the address as UrlFile")]
    [InlineData("Url", "https://events.example.com/#x", "must not have a fragment (#)")]
    public void A_setting_that_is_wrong_is_named_with_what_would_be_right(string setting, string value, string words) =>
        Assert.Equal([$"Channels:0:{setting}: {words}"], Problems([.. Phone().Where(one => one.Item1 != setting), (setting, value)]));

    [Theory]
    [InlineData("Port", "0", "must be from 1 to 65535")]
    [InlineData("Port", "465", "465 is encrypted from the first byte, which is not supported; use 587 with StartTls")]
    [InlineData("Tls", "Ssl", "'Ssl' is neither StartTls nor None")]
    [InlineData("Username", "console", "give Username and PasswordFile, or neither")]
    [InlineData("From", "console@example.com\r\nBcc: evil@example.com", "'console@example.com Bcc: evil@example.com' is no mail address; write ops@example.com, or Ops <ops@example.com>")]
    [InlineData("To:0", "ops", "'ops' is no mail address; write ops@example.com, or Ops <ops@example.com>")]
    [InlineData("Server", "mail example", "is missing or no name of a host, as in mail.example.com")]
    public void So_is_one_of_mail(string setting, string value, string words) =>
        Assert.Equal([$"Channels:0:{setting}: {words}"], Problems([.. Mail().Where(one => one.Item1 != setting), (setting, value)]));

    [Fact]
    public void A_password_does_not_travel_unencrypted_to_another_machine()
    {
        (string, string)[] signedIn = [.. Mail(), ("Tls", "None"), ("Username", "console"), ("PasswordFile", Secret("secret"))];
        Assert.Equal(["Channels:0:Tls: a password is not sent unencrypted to another machine: use StartTls"], Problems(signedIn));
        Assert.Empty(Problems([.. signedIn.Where(one => one.Item1 != "Server"), ("Server", "127.0.0.1")]));
    }

    [Fact]
    public void A_file_is_judged_without_a_word_of_what_it_holds()
    {
        var gone = Path.Combine(folder.Path, "gone");
        var two = Secret("first-secret\nsecond-secret");
        var open = Secret("http://hooks.example.com/services/secret");
        var weak = Secret("short-secret");
        Assert.Equal(
            [
                $"Channels:0:RoutingKeyFile: the file {gone} can't be read: Could not find file '{gone}'.",
                $"Channels:0:RoutingKeyFile: the file {two} must hold one secret in one line, and nothing else",
                "Channels:0:UrlFile: a secret travels with it, so it must be https",
                $"Channels:0:SecretFile: the file {weak} must hold at least 16 characters",
            ],
            [
                .. Problems(("Name", "a"), ("Kind", "PagerDuty"), ("RoutingKeyFile", gone)), .. Problems(("Name", "a"), ("Kind", "PagerDuty"), ("RoutingKeyFile", two)),
                .. Problems(("Name", "a"), ("Kind", "Slack"), ("UrlFile", open)),
                .. Problems(("Name", "a"), ("Kind", "Webhook"), ("Url", "http://hooks.example.com/in"), ("SecretFile", weak)),
            ]);
    }

    [Fact]
    public void Two_channels_have_two_names()
    {
        var options = new ChannelsOptions();
        options.All.Add(new ChannelOptions { Name = "phone", Kind = "PagerDuty", RoutingKeyFile = Secret("k") });
        options.All.Add(new ChannelOptions { Name = "phone", Kind = "Slack", UrlFile = Secret("https://hooks.example.com/x") });
        Assert.Equal("Channels:1:Name: 'phone' is already taken by another channel; each needs a name of its own", Assert.Single(ChannelsValidation.Problems(options)).ToString());
    }

    [Theory]
    [InlineData("RoutingKey", "secret", "Channels:0:RoutingKey: is no setting; known are ")]
    [InlineData("SecretFile", "x", "Channels:0:SecretFile: is no setting of a PagerDuty channel; its own are RoutingKeyFile, Url, CaFile")]
    [InlineData("Tries", "many", "Channels:0:Tries: 'many' is no whole number")]
    public void A_setting_that_is_not_known_is_refused_rather_than_passed_over(string setting, string value, string words) =>
        Assert.StartsWith(words, Assert.Single(Unknown([.. Phone(), (setting, value)]).Failures!), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_said_has_its_usual_value()
    {
        using var phone = TestNotifier.Of(ChannelKind.Webhook, "https://hooks.example.com");
        Assert.Equal(new ChannelPace(5, TimeSpan.FromMinutes(1)), phone.Pace);
        Assert.Equal(new ChannelIdentity("phone", ChannelKind.Webhook, "https://hooks.example.com"), phone.Identity);
        using var sources = new NotifierSources(TestNotifier.Options(Phone()), TimeProvider.System);
        Assert.Equal("https://events.pagerduty.com", sources.All[0].Identity.Address);
    }

    public void Dispose() => folder.Dispose();

    private static string[] Problems(params (string, string)[] settings) => [.. ChannelsValidation.Problems(TestNotifier.Options(settings)).Select(problem => problem.ToString())];

    private static Microsoft.Extensions.Options.ValidateOptionsResult Unknown(params (string, string)[] settings) =>
        new UnknownChannelSettings(TestNotifier.Section(settings)).Validate(null, new ChannelsOptions());

    private static (string, string)[] Mail() =>
        [("Name", "mail"), ("Kind", "Email"), ("Server", "mail.example.com"), ("From", "console@example.com"), ("To:0", "ops@example.com")];

    private (string, string)[] Phone() => [("Name", "phone"), ("Kind", "PagerDuty"), ("RoutingKeyFile", Secret("key"))];

    private string Secret(string text) => folder.Write($"secret-{text.GetHashCode(StringComparison.Ordinal):x}", text);
}
