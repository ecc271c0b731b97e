using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Checks the channels' settings at start: all problems at once, each with index and field. No sentence repeats what a file holds.</summary>
internal sealed partial class ChannelsValidation : IValidateOptions<ChannelsOptions>
{
    /// <summary>The longest time of one try.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The longest window of tries.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(15);

    private const int MostTries = 20;
    private const int ShortestSecret = 16;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ChannelsOptions options)
    {
        var problems = Problems(options);
        return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString()));
    }

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    /// <param name="options">The settings.</param>
    public static ImmutableArray<Problem> Problems(ChannelsOptions options) =>
        [.. options.All.Index().SelectMany(channel => Of($"{ChannelsOptions.Section}:{channel.Index}", channel.Item, options.All.Take(channel.Index)))];

    private static IEnumerable<Problem> Of(string at, ChannelOptions channel, IEnumerable<ChannelOptions> before) => Problem.All(
        Problem.When(!Name().IsMatch(channel.Name), $"{at}:Name", "is missing or no name: give 1 to 60 letters, digits, dots, dashes and underscores, as in phone"),
        Problem.When(
            before.Any(other => other.Name == channel.Name), $"{at}:Name", $"'{channel.Name}' is already taken by another channel; each needs a name of its own"),
        Problem.When(ChannelKinds.Find(channel.Kind) is null, $"{at}:Kind", $"'{channel.Kind}' is no kind of channel; there are {string.Join(", ", Enum.GetNames<ChannelKind>())}"),
        Time($"{at}:Timeout", channel.Timeout, LongestTimeout, "10s"),
        Time($"{at}:Within", channel.Within, LongestWindow, "1m"),
        Problem.When(channel.Tries is < 1 or > MostTries, $"{at}:Tries", $"must be from 1 to {MostTries}"))
        .Concat(ChannelKinds.Find(channel.Kind) switch
        {
            ChannelKind.PagerDuty => OfPagerDuty(at, channel),
            ChannelKind.Slack => OfSlack(at, channel),
            ChannelKind.Webhook => OfWebhook(at, channel),
            ChannelKind.Email => OfEmail(at, channel),
            _ => [],
        });

    private static ImmutableArray<Problem> OfPagerDuty(string at, ChannelOptions channel) => Problem.All(
        Problem.When(!Given(channel.RoutingKeyFile), $"{at}:RoutingKeyFile", "is missing: name a file that holds the integration key (Events API v2) and nothing else"),
        Secret($"{at}:RoutingKeyFile", channel.RoutingKeyFile, 1),
        Given(channel.Url) ? NotifierAddress.Wrong($"{at}:Url", channel.Url!, isSecret: true, isShown: true) : null,
        UpstreamsValidation.Authorities($"{at}:CaFile", channel.CaFile));

    private static ImmutableArray<Problem> OfSlack(string at, ChannelOptions channel) => Problem.All(
        Problem.When(!Given(channel.UrlFile), $"{at}:UrlFile", "is missing: whoever has a Slack webhook's address may post, so name a file that holds it and nothing else"),
        SecretAddress($"{at}:UrlFile", channel.UrlFile),
        UpstreamsValidation.Authorities($"{at}:CaFile", channel.CaFile));

    private static ImmutableArray<Problem> OfWebhook(string at, ChannelOptions channel) => Problem.All(
        Problem.When(Given(channel.Url) == Given(channel.UrlFile), $"{at}:Url", "give Url, or UrlFile when the address holds a secret: one of the two"),
        Given(channel.Url) ? NotifierAddress.Wrong($"{at}:Url", channel.Url!, isSecret: false, isShown: true) : null,
        SecretAddress($"{at}:UrlFile", channel.UrlFile),
        Problem.When(!Given(channel.SecretFile), $"{at}:SecretFile", "is missing: name a file that holds the key of the signature and nothing else"),
        Secret($"{at}:SecretFile", channel.SecretFile, ShortestSecret),
        UpstreamsValidation.Authorities($"{at}:CaFile", channel.CaFile));

    private static IEnumerable<Problem> OfEmail(string at, ChannelOptions channel)
    {
        var isOpen = channel.Tls.Equals("None", StringComparison.OrdinalIgnoreCase);
        return Problem.All(
            Problem.When(Uri.CheckHostName(channel.Server) is UriHostNameType.Unknown, $"{at}:Server", "is missing or no name of a host, as in mail.example.com"),
            Problem.When(channel.Port is < 1 or > 65535, $"{at}:Port", "must be from 1 to 65535"),
            Problem.When(channel.Port == 465, $"{at}:Port", "465 is encrypted from the first byte, which is not supported; use 587 with StartTls"),
            Problem.When(!isOpen && !channel.Tls.Equals("StartTls", StringComparison.OrdinalIgnoreCase), $"{at}:Tls", $"'{channel.Tls}' is neither StartTls nor None"),
            Problem.When(Given(channel.Username) != Given(channel.PasswordFile), $"{at}:Username", "give Username and PasswordFile, or neither"),
            Problem.When(
                isOpen && Given(channel.Username) && !IsLoopback(channel.Server), $"{at}:Tls", "a password is not sent unencrypted to another machine: use StartTls"),
            Secret($"{at}:PasswordFile", channel.PasswordFile, 1),
            Mail($"{at}:From", channel.From ?? string.Empty),
            Problem.When(channel.To.Count == 0, $"{at}:To", "is missing: name at least one address"))
            .Concat(channel.To.Index().Select(to => Mail($"{at}:To:{to.Index}", to.Item)).OfType<Problem>());
    }

    private static Problem? Mail(string where, string address) => Problem.When(
        MailAddresses.Read(address) is null, where, $"'{PageText.Line(address, 100)}' is no mail address; write ops@example.com, or Ops <ops@example.com>");

    private static Problem? Time(string where, string text, TimeSpan longest, string example) => Problem.When(
        UpstreamDuration.Parse(text) is not { } time || time > longest, where, $"'{text}' is no time between 1ms and {longest.TotalMinutes:0}m; write for example {example}");

    private static Problem? Secret(string where, string? file, int shortest) => !Given(file) ? null
        : SecretFile.Read(file!) is { IsOk: false } bad ? new Problem(where, bad.Explanation)
        : Problem.When(SecretFile.Read(file!).Value.Length < shortest, where, $"the file {file} must hold at least {shortest} characters");

    private static Problem? SecretAddress(string where, string? file) => !Given(file) ? null
        : SecretFile.Read(file!).Match(
            address => NotifierAddress.Wrong(where, address, isSecret: true, isShown: false), problems => new Problem(where, problems[0].What));

    private static bool IsLoopback(string? host) => host is "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static bool Given(string? value) => !string.IsNullOrEmpty(value);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
