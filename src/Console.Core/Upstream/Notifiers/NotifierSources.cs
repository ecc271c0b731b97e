using System.Collections.Immutable;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>All clients of channels, made once from the settings; owns their connections.</summary>
internal sealed class NotifierSources : IDisposable
{
    private readonly TimeProvider clock;
    private readonly List<NotifierHttp> opened = [];

    public NotifierSources(ChannelsOptions options, TimeProvider clock)
    {
        this.clock = clock;
        All = [.. options.All.Select(Open)];
    }

    /// <summary>Each channel with its client and its pace, in the order of the configuration.</summary>
    public ImmutableArray<NotifierSource> All { get; }

    public void Dispose() => opened.ForEach(http => http.Dispose());

    private NotifierSource Open(ChannelOptions options)
    {
        var kind = ChannelKinds.Find(options.Kind) ?? throw NotValidated(options);
        var timeout = UpstreamDuration.Parse(options.Timeout) ?? throw NotValidated(options);
        var pace = new ChannelPace(options.Tries, UpstreamDuration.Parse(options.Within) ?? throw NotValidated(options));
        if (kind is ChannelKind.Email)
        {
            var server = new ChannelIdentity(options.Name, kind, $"{options.Server}:{options.Port}");
            return new(server, new EmailNotifier(server, Mail(options), timeout, clock), pace);
        }

        var identity = new ChannelIdentity(options.Name, kind, NotifierAddress.Shown(Address(options, kind)));
        var http = new NotifierHttp(identity, Connections(options), timeout, clock);
        opened.Add(http);
        return new(identity, kind switch
        {
            ChannelKind.PagerDuty => new PagerDutyNotifier(http, Address(options, kind), options.RoutingKeyFile!),
            ChannelKind.Slack => new SlackNotifier(http, options.UrlFile!),
            _ => new WebhookNotifier(http, new WebhookPlace(options.Url, options.UrlFile is { Length: > 0 } file ? file : null, options.SecretFile!), clock),
        }, pace);
    }

    // A file that was fit at the start, and is not any more, is said when a page is to be sent.
    private static Uri Address(ChannelOptions options, ChannelKind kind) => new(
        options.UrlFile is { Length: > 0 } file ? SecretFile.Read(file).Value
        : options.Url is { Length: > 0 } url ? url
        : kind is ChannelKind.PagerDuty ? PagerDutyNotifier.UsualAddress
        : throw NotValidated(options));

    private static SocketsHttpHandler Connections(ChannelOptions options)
    {
        var source = new HttpSourceOptions { CaFile = options.CaFile };
        return Http.Connections.Of(source).Open();
    }

    private static MailPlace Mail(ChannelOptions options) => new(
        options.Server!, options.Port, MailAddresses.Read(options.From!) ?? throw NotValidated(options), [.. options.To.Select(to => MailAddresses.Read(to) ?? throw NotValidated(options))])
    {
        StartsTls = options.Tls.Equals("StartTls", StringComparison.OrdinalIgnoreCase),
        Username = options.Username is { Length: > 0 } user ? user : null,
        PasswordFile = options.PasswordFile is { Length: > 0 } file ? file : null,
    };

    private static InvalidOperationException NotValidated(ChannelOptions options) => new($"channel {options.Name}: the settings were not validated");
}

/// <summary>A configured channel: what it is, its client, its pace.</summary>
internal sealed record NotifierSource(ChannelIdentity Identity, INotifier Notifier, ChannelPace Pace);
