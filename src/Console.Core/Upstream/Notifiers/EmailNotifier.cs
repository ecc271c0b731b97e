using System.Collections.Immutable;
using System.Net;
using System.Net.Mail;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>A mail server. Each page is a mail of plain text; those of one affair are one thread.</summary>
/// <param name="channel">Which channel.</param>
/// <param name="place">The server, and who writes to whom.</param>
/// <param name="timeout">The limit of one try.</param>
/// <param name="clock">The time.</param>
internal sealed class EmailNotifier(ChannelIdentity channel, MailPlace place, TimeSpan timeout, TimeProvider clock) : INotifier
{
    /// <inheritdoc/>
    public async Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation)
    {
        if (page.Address is { } one && MailAddresses.Read(one) is null)
        {
            return Delivery.Refused($"{channel} was not asked: '{PageText.Line(one, 100)}' is no mail address", TimeSpan.Zero);
        }

        var password = string.Empty;
        if (place.PasswordFile is { } file)
        {
            if (await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false) is not { IsOk: true } read)
            {
                return Delivery.NotNow($"{channel} was not asked: its PasswordFile can't be used, see the settings", null, TimeSpan.Zero);
            }

            password = read.Value;
        }

        var to = page.Address is { } address ? [MailAddresses.Read(address)!] : place.To;
        return await SendAsync(page, to, password, cancellation).ConfigureAwait(false);
    }

    private async Task<Delivery> SendAsync(Page page, ImmutableArray<MailAddress> to, string password, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        var id = PageMail.Id(page, place.From);
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await PostAsync(page, to, password, either.Token).ConfigureAwait(false);
            return Delivery.Taken($"{channel} took the mail to {PageMail.Names(to)}", id, clock.GetElapsedTime(begun));
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellation.IsCancellationRequested)
        {
            // Cut off in the middle, the client complains of the connection.
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested
            && (limit.IsCancellationRequested ? SmtpFaults.TimedOut(channel, timeout) : SmtpFaults.Of(channel, e, to)) is { } failure)
        {
            return failure with { Says = HiddenWords.Of(null, password).In(failure.Says), Reference = failure.IsDelivered ? id : null, Took = clock.GetElapsedTime(begun) };
        }
    }

    private async Task PostAsync(Page page, ImmutableArray<MailAddress> to, string password, CancellationToken cancellation)
    {
        using var mail = PageMail.Of(page, place.From, to);
        using var smtp = new SmtpClient(place.Server, place.Port) { EnableSsl = place.StartsTls };
        if (place.Username is { } user)
        {
            smtp.Credentials = new NetworkCredential(user, password);
        }

        // It looks up names before it first awaits, and waits for some answers of a server in spite of the token: the page must not wait with it.
        await Task.Run(() => smtp.SendMailAsync(mail, cancellation), cancellation).WaitAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>A mail server, and who writes to whom.</summary>
/// <param name="Server">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender.</param>
/// <param name="To">Who gets the mail unless a page names somebody.</param>
internal sealed record MailPlace(string Server, int Port, MailAddress From, ImmutableArray<MailAddress> To)
{
    /// <summary>Whether the connection must be encrypted.</summary>
    public bool StartsTls { get; init; }

    /// <summary>The user to sign in as; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The file with their password; null for none.</summary>
    public string? PasswordFile { get; init; }
}
