using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;
using OpsConsole.Incidents;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>Mails to a real SMTP receiver on loopback, one that fails in each way among them.</summary>
public sealed class EmailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_a_mail_of_plain_text()
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port);

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.IsDelivered, delivery.Says);
        Assert.Equal("Email phone took the mail to ops@example.com", delivery.Says);
        var mail = Assert.Single(server.Mails);
        Assert.Equal(("MAIL FROM:<console@example.com>", "RCPT TO:<ops@example.com>"), (mail.From, Assert.Single(mail.To)));
        Assert.Equal("Critical: Nobody leads", mail.Header("Subject"));
        Assert.StartsWith("text/plain; charset=utf-8", mail.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Equal(delivery.Reference, mail.Header("Message-ID"));
        Assert.Equal(
            "System: billing\nSince: 2026-11-21 11:55 UTC\nFor: Ada Ek (first line)\nConsole: https://console.example.com/alerts/4711?a=1&b=2\n\nThe lease billing-leader was not renewed for 3 min.\nWrites wait.\n",
            mail.Body.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task Mails_of_one_affair_are_one_thread_and_the_same_page_has_the_same_id()
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port);
        foreach (var page in new[] { SomePages.Of(), SomePages.Of(), SomePages.Of(PageKind.Resolve, "resolve"), SomePages.Of(key: "other") })
        {
            Assert.True((await notifier.SendAsync(page)).IsDelivered);
        }

        var ids = server.Mails.Select(mail => mail.Header("Message-ID")).ToList();
        var threads = server.Mails.Select(mail => mail.Header("References")).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal([threads[0], threads[0], threads[0]], threads.Take(3));
        Assert.NotEqual(threads[0], threads[3]);
        Assert.Equal(threads, server.Mails.Select(mail => mail.Header("In-Reply-To")));
        Assert.All(ids.Concat(threads), id => Assert.Matches("^<[0-9a-f]{40}@example.com>$", id));
    }

    [Fact]
    public async Task No_line_of_an_alert_becomes_a_header()
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port);

        Assert.True((await notifier.SendAsync(SomePages.Of(title: "down\r\nBcc: evil@example.com\r\n\r\n<h1>", key: "k") with { System = "a\r\nX-Evil: 1", Text = ".\r\nQUIT\r\n.\r\n" })).IsDelivered);

        var mail = Assert.Single(server.Mails);
        Assert.Equal("Critical: down Bcc: evil@example.com <h1>", mail.Header("Subject"));
        Assert.Equal(string.Empty, mail.Header("Bcc") + mail.Header("X-Evil"));
        Assert.Single(mail.To);
        Assert.Contains("System: a X-Evil: 1", mail.Body, StringComparison.Ordinal);
        Assert.EndsWith(".\nQUIT\n.", mail.Body.ReplaceLineEndings("\n").TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_for_one_person_goes_to_them_alone()
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port);

        Assert.True((await notifier.SendAsync(SomePages.Of() with { Address = "ada@example.com" })).IsDelivered);

        Assert.Equal(["RCPT TO:<ada@example.com>"], Assert.Single(server.Mails).To);
    }

    [Theory]
    [InlineData("ada@example.com\r\nRCPT TO:<evil@example.com>")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_and_nothing_is_sent(string address)
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port);

        var delivery = await notifier.SendAsync(SomePages.Of() with { Address = address });

        Assert.True(delivery is { IsDelivered: false, MayPass: false });
        Assert.Contains("is no mail address", delivery.Says, StringComparison.Ordinal);
        Assert.Empty(server.Commands);
    }

    [Theory]
    [InlineData("GREETING", "421 4.3.2 going down", true)]
    [InlineData("MAIL", "451 4.3.0 greylisted", true)]
    [InlineData("MAIL", "550 5.7.1 not from you", false)]
    [InlineData("RCPT", "450 4.2.0 mailbox busy", true)]
    [InlineData("RCPT", "550 5.1.1 no such user", false)]
    [InlineData("DATA", "451 4.3.0 disk full", true)]
    [InlineData("DATA", "554 5.6.0 no", false)]
    [InlineData("END", "452 4.3.1 full", true)]
    [InlineData("END", "550 5.7.1 looks like spam", false)]
    [InlineData("GREETING", SmtpReceiver.Close, true)]
    [InlineData("MAIL", SmtpReceiver.Close, true)]
    [InlineData("END", SmtpReceiver.Close, true)]
    [InlineData("GREETING", "nonsense", true)]
    public async Task A_server_that_fails_may_pass_or_not_by_its_own_code(string at, string answer, bool mayPass)
    {
        await using var server = new SmtpReceiver { Answers = { [at] = answer } };
        using var notifier = TestNotifier.OfMail(server.Port, ("Timeout", "30s"));

        var delivery = await notifier.SendAsync();

        Assert.Equal((false, mayPass), (delivery.IsDelivered, delivery.MayPass));
        Assert.StartsWith("Email phone ", delivery.Says, StringComparison.Ordinal);
        Assert.True(!char.IsDigit(answer[0]) || delivery.Says.Contains(answer[..3], StringComparison.Ordinal), delivery.Says);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("GREETING")]
    [InlineData("RCPT")]
    [InlineData("END")]
    public async Task A_server_that_says_nothing_is_left_at_the_deadline(string at)
    {
        await using var server = new SmtpReceiver { Answers = { [at] = SmtpReceiver.Hang } };
        using var notifier = TestNotifier.OfMail(server.Port, ("Timeout", "400ms"));

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.MayPass);
        Assert.Equal("Email phone did not answer within 0.4 s; nobody knows whether it took the mail", delivery.Says);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_pass()
    {
        var port = LoopbackPorts.Next();
        using var notifier = TestNotifier.OfMail(port);

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.MayPass);
        Assert.Equal($"Email phone can't be reached at 127.0.0.1:{port}: the connection is refused; does it run, and is the port right?", delivery.Says);
    }

    [Fact]
    public async Task Of_several_those_who_were_refused_are_named_and_the_others_have_it()
    {
        await using var server = new SmtpReceiver { Answers = { ["RCPT TO:<gone@"] = "550 5.1.1 no such user" } };
        using var notifier = TestNotifier.OfMail(server.Port, ("To:1", "gone@example.com"));

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.IsDelivered, delivery.Says);
        Assert.Contains("took the mail for 1 of 2, but not for <gone@example.com> (550", delivery.Says, StringComparison.Ordinal);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task The_password_is_read_from_its_file_and_hidden_where_a_server_repeats_it()
    {
        const string Password = "pass word-0123";
        await using var server = new SmtpReceiver { Offers = { "AUTH LOGIN" } };
        using var notifier = TestNotifier.OfMail(server.Port, ("Username", "console"), ("Password", $"{Password}\n"));
        Assert.True((await notifier.SendAsync()).IsDelivered);
        Assert.Contains(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Password)), server.Commands);

        server.Answers["MAIL"] = $"530 5.7.0 {Password} is wrong";
        var delivery = await notifier.SendAsync();

        Assert.False(delivery.MayPass);
        Assert.DoesNotContain(Password, delivery.Says, StringComparison.Ordinal);
        Assert.Contains("[hidden] is wrong", delivery.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_encryption_that_is_wanted_nothing_is_sent()
    {
        await using var server = new SmtpReceiver();
        using var notifier = TestNotifier.OfMail(server.Port, ("Tls", "StartTls"));

        var delivery = await notifier.SendAsync();

        Assert.False(delivery.MayPass);
        Assert.Equal("Email phone offers no encryption (STARTTLS), so nothing was sent", delivery.Says);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_no_mail()
    {
        using var authority = TestAuthority.Root();
        await using var server = new SmtpReceiver { Certificate = authority.Server() };
        using var notifier = TestNotifier.OfMail(server.Port, ("Tls", "StartTls"));

        var delivery = await notifier.SendAsync();

        Assert.False(delivery.IsDelivered);
        Assert.Contains("has no secure connection", delivery.Says, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task What_is_sent_is_encrypted_when_the_server_offers_it_the_password_too()
    {
        using var authority = TestAuthority.Root();
        using var folder = new TempFolder();
        await using var server = new SmtpReceiver { Certificate = authority.Server(), Offers = { "AUTH LOGIN" } };
        await using var sender = await RealServers.OtherProcess.StartTrustingAsync(folder.Write("ca.pem", authority.Pem), "mail", $"{server.Port}");

        Assert.Equal("Email phone took the mail to ops@example.com", await sender.LineAsync("Email"));
        Assert.Single(server.Mails);
        var commands = server.Commands.Select(command => command.Split(' ', ':')[0].ToUpperInvariant()).ToList();
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH"], commands.Take(4));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_told_that_the_server_was_slow()
    {
        await using var server = new SmtpReceiver { Answers = { ["EHLO"] = SmtpReceiver.Hang } };
        using var notifier = TestNotifier.OfMail(server.Port);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = notifier.HandOverAsync(SomePages.Of(), leaves.Token);
        await RealServers.Eventually.SoAsync(() => Task.FromResult<bool?>(server.Commands.Count > 0 ? true : null), TimeSpan.FromSeconds(30), Cancellation);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }
}
