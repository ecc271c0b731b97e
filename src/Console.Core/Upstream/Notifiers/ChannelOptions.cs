namespace OpsConsole.Upstream.Notifiers;

/// <summary>The ways to reach people: the configuration section <c>Channels</c>, a list.</summary>
public sealed class ChannelsOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Channels";

    /// <summary>The channels, in the order of the configuration.</summary>
    public IList<ChannelOptions> All { get; } = [];
}

/// <summary>One channel. Which settings it takes depends on its kind; secrets are only ever given as the path of a file, which is read for each page.</summary>
public sealed class ChannelOptions
{
    /// <summary>Its name, unique: letters, digits, dots, dashes and underscores.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary><c>PagerDuty</c>, <c>Slack</c>, <c>Webhook</c> or <c>Email</c>.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>How long one try may take: <c>10s</c>, <c>1m30s</c> or <c>00:00:10</c>; at most 2 minutes.</summary>
    public string Timeout { get; set; } = "10s";

    /// <summary>The most tries for one page, 1 to 20.</summary>
    public int Tries { get; set; } = 5;

    /// <summary>The time from the first try after which no further one begins; at most 15 minutes. Then the next channel's turn comes.</summary>
    public string Within { get; set; } = "1m";

    /// <summary>PagerDuty: where events go, when not to its service in the United States. Webhook: the receiver, when its address holds no secret.</summary>
    public string? Url { get; set; }

    /// <summary>Slack, Webhook: a file that holds the address, when the address is a secret.</summary>
    public string? UrlFile { get; set; }

    /// <summary>PagerDuty: a file that holds the integration key of an Events API v2 integration.</summary>
    public string? RoutingKeyFile { get; set; }

    /// <summary>Webhook: a file that holds the key of the signature, at least 16 characters.</summary>
    public string? SecretFile { get; set; }

    /// <summary>PagerDuty, Slack, Webhook: a PEM file with the authorities that may have signed the server's certificate; the system's when not given.</summary>
    public string? CaFile { get; set; }

    /// <summary>Email: the mail server's name or address.</summary>
    public string? Server { get; set; }

    /// <summary>Email: its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Email: <c>StartTls</c> (the connection is encrypted or nothing is sent) or <c>None</c>.</summary>
    public string Tls { get; set; } = "StartTls";

    /// <summary>Email: the user to sign in as; none when the server asks for none.</summary>
    public string? Username { get; set; }

    /// <summary>Email: a file that holds the user's password.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Email: the sender.</summary>
    public string? From { get; set; }

    /// <summary>Email: who gets the mail unless a page names somebody.</summary>
    public IList<string> To { get; } = [];
}
