using Microsoft.AspNetCore.Http;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Core.Tests.Upstream.Notifiers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>An escalation through the real channels, to HTTP and SMTP receivers on loopback that fail in each way.</summary>
public sealed class EscalationReceiversTests(Stores stores) : IDisposable
{
    private static readonly Alert Alert = Any.Alert(minutes: 0);

    private readonly FakeTime clock = new(Any.Noon);
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_too_busy_broken_silent_or_finds_it_wrong_falls_through_to_a_mail_and_all_of_it_stands_on_the_incident()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var server = await ReplayServer.StartAsync(
            ("/busy", Busy), ("/broken", ReplayServer.Text(500, "text/plain", "broken")), ("/silent", ReplayServer.Hang), ("/wrong", ReplayServer.Text(400, "text/plain", "no")));
        await using var mail = new SmtpReceiver();
        await using var channels = new ChannelWorld(store, TimeProvider.System, Settings(server, mail));
        await using var escalations = new EscalationWorld(store, clock, """
            people:
              - {subject: ada, name: Ada Ek, reach: {mail: ada@example.org}}
            policies:
              - name: alpha
                systems: [alpha]
                steps:
                  - {whom: [ada], by: [busy, broken, silent, wrong, mail]}
            """, channels.Book.All);
        await using var console = new IncidentWorld(store, clock);
        console.Fires(Alert);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [Alert.Fingerprint] });

        await escalations.LookAsync(Alert);
        await escalations.TakeAsync(Alert);
        await escalations.LookAsync(Alert);

        // One that says when is left alone; one that is broken is tried again; neither is one that finds the page wrong.
        Assert.Equal(["/broken", "/broken", "/busy", "/silent", "/wrong"], server.Requests.Select(asked => asked.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["RCPT TO:<ada@example.org>", "RCPT TO:<ada@example.org>"], mail.Mails.SelectMany(one => one.To));
        Assert.Single(mail.Mails.Select(one => one.Header("References")).Distinct());
        Assert.Equal(4, (await channels.Letters.WaitingAsync(20, DateTimeOffset.UtcNow, Cancellation)).Length);
        var pages = (await console.TimelineAsync(incident)).Entries.Where(entry => entry.Kind is TimelineKind.Page).ToList();
        Assert.Equal(
        [
            "busy did not take the page for Ada Ek: NoLeader, step 1 of 1; next was broken", "broken did not take the page for Ada Ek: NoLeader, step 1 of 1; next was silent",
            "silent did not take the page for Ada Ek: NoLeader, step 1 of 1; next was wrong", "wrong did not take the page for Ada Ek: NoLeader, step 1 of 1; next was mail",
            "mail took the page for Ada Ek: NoLeader, step 1 of 1", "mail heard that somebody has NoLeader",
        ], pages.Select(entry => entry.Sentence));
        Assert.Equal(["429", "500", "400"], new[] { "429", "500", "400" }.Where((status, number) => pages[number == 2 ? 3 : number].Text.Contains(status, StringComparison.Ordinal)));
    }

    public void Dispose() => folder.Dispose();

    private static Task Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "3600";
        return ReplayServer.Text(429, "text/plain", "slower")(context);
    }

    private (string, string)[] Settings(ReplayServer server, SmtpReceiver mail)
    {
        var secret = folder.Write("secret", TestNotifier.SigningKey);
        var hooks = new[] { ("busy", "2", "20s"), ("broken", "2", "20s"), ("silent", "1", "500ms"), ("wrong", "2", "20s") }.SelectMany((hook, number) => new[]
        {
            ($"{number}:Name", hook.Item1), ($"{number}:Kind", "Webhook"), ($"{number}:Url", $"{server.Url}/{hook.Item1}"), ($"{number}:SecretFile", secret), ($"{number}:Tries", hook.Item2), ($"{number}:Timeout", hook.Item3),
        });
        return
        [
            .. hooks, ("4:Name", "mail"), ("4:Kind", "Email"), ("4:Server", "127.0.0.1"), ("4:Port", $"{mail.Port}"), ("4:Tls", "None"), ("4:From", "console@example.com"), ("4:To:0", "ops@example.com"), ("4:Tries", "1"),
        ];
    }
}
