using System.Collections.Immutable;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>The one place where failures of a mail server are told apart: answers of 4xx may pass, those of 5xx do not (RFC 5321, 4.2.1).</summary>
internal static class SmtpFaults
{
    /// <summary>What an exception means; null for a defect of ours, which must be seen.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="e">The exception.</param>
    /// <param name="to">Whom the mail was for.</param>
    public static Delivery? Of(ChannelIdentity channel, Exception e, ImmutableArray<MailAddress> to) => e switch
    {
        SmtpFailedRecipientsException some => OfRecipients(channel, some.InnerExceptions, to),
        SmtpFailedRecipientException one => OfRecipients(channel, [one], to),
        SmtpException smtp => OfServer(channel, smtp),
        IOException or SocketException => Delivery.NotNow($"{channel} broke the connection off; nobody knows whether it took the mail", null, TimeSpan.Zero),
        _ => null,
    };

    /// <summary>There was no answer in time.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="timeout">The limit.</param>
    public static Delivery TimedOut(ChannelIdentity channel, TimeSpan timeout) => Delivery.NotNow(
        $"{channel} did not answer within {timeout.TotalSeconds:0.###} s; nobody knows whether it took the mail", null, TimeSpan.Zero);

    // Those who are not named got it: the server has taken the mail for them.
    private static Delivery OfRecipients(ChannelIdentity channel, SmtpFailedRecipientException[] failed, ImmutableArray<MailAddress> to)
    {
        var names = string.Join(", ", failed.Select(one => $"{ServerWords.Cut(one.FailedRecipient ?? "somebody")} ({Said(one)})"));
        var rest = to.Length - failed.Length;
        return rest > 0 ? Delivery.Taken($"{channel} took the mail for {rest} of {to.Length}, but not for {names}", null, TimeSpan.Zero)
            : failed.Any(one => MayPass(one.StatusCode)) ? Delivery.NotNow($"{channel} does not take the mail for {names} now", null, TimeSpan.Zero)
            : Delivery.Refused($"{channel} refused the mail for {names}", TimeSpan.Zero);
    }

    private static Delivery OfServer(ChannelIdentity channel, SmtpException e) => e switch
    {
        { StatusCode: SmtpStatusCode.GeneralFailure } => OfConnection(channel, e),
        _ when MayPass(e.StatusCode) => Delivery.NotNow($"{channel} can't take the mail now (SMTP {Said(e)})", null, TimeSpan.Zero),
        { StatusCode: SmtpStatusCode.MustIssueStartTlsFirst } => Delivery.Refused($"{channel} wants encryption or a password first (SMTP {Said(e)})", TimeSpan.Zero),
        _ => Delivery.Refused($"{channel} refused the mail (SMTP {Said(e)})", TimeSpan.Zero),
    };

    private static Delivery OfConnection(ChannelIdentity channel, SmtpException e) => e.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Delivery.NotNow(
            $"{channel} can't be reached at {channel.Address}: the connection is refused; does it run, and is the port right?", null, TimeSpan.Zero),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => Delivery.NotNow(
            $"{channel} can't be reached at {channel.Address}: the name is not known", null, TimeSpan.Zero),
        AuthenticationException inner => Delivery.NotNow($"{channel} has no secure connection: {ServerWords.Cut(inner.Message)}", null, TimeSpan.Zero),

        // The server's greeting does not offer it: it must be set up there, or Tls here.
        SmtpException own when own.Message.Contains("secure", StringComparison.OrdinalIgnoreCase) => Delivery.Refused(
            $"{channel} offers no encryption (STARTTLS), so nothing was sent", TimeSpan.Zero),
        var inner => Delivery.NotNow($"{channel} broke the connection off, or gave no answer of a mail server: {ServerWords.Cut(inner.Message)}", null, TimeSpan.Zero),
    };

    private static bool MayPass(SmtpStatusCode code) => (int)code is >= 400 and < 500;

    private static string Said(SmtpException e) => $"{(int)e.StatusCode}: {ServerWords.Cut(e.Message)}";
}
