namespace OpsConsole.Incidents;

/// <summary>What kind of service a channel hands pages to.</summary>
public enum ChannelKind
{
    /// <summary>PagerDuty's Events API v2, or a service that speaks it.</summary>
    PagerDuty,

    /// <summary>An incoming webhook as Slack has it; Mattermost and others take the same.</summary>
    Slack,

    /// <summary>A signed webhook of the console's own form (docs/channels.md).</summary>
    Webhook,

    /// <summary>A mail server.</summary>
    Email,
}

/// <summary>
/// A way to reach people: a paging service, a chat room, a mail server. The console hands a page over and hears whether it was taken; ringing and
/// calling is the service's own affair.
/// </summary>
public interface IChannel
{
    /// <summary>Its name in the configuration: what policies call it.</summary>
    string Name { get; }

    /// <summary>What kind of service is behind it.</summary>
    ChannelKind Kind { get; }

    /// <summary>
    /// Hands a page over. A failure that may pass is tried again within the channel's window, so this may take as long as the window; what it answers is
    /// final for now: fall through to the next channel. The same page sent twice, after a crash between sending and recording, is one page at the other
    /// end, as far as the service can tell (<see cref="Page.DedupKey"/>, <see cref="Page.Step"/>).
    /// </summary>
    /// <param name="page">What is told.</param>
    /// <param name="cancellation">Ends the wait; the page may have been taken all the same.</param>
    /// <returns>What became of it. A failure is answered, never thrown.</returns>
    Task<Delivery> SendAsync(Page page, CancellationToken cancellation);
}
