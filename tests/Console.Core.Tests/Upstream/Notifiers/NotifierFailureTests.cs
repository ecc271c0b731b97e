using System.Globalization;
using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Incidents;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>Receivers on loopback that fail in each way, met by each client that posts.</summary>
public sealed class NotifierFailureTests
{
    public static TheoryData<ChannelKind> Kinds => [ChannelKind.PagerDuty, ChannelKind.Slack, ChannelKind.Webhook];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_page_that_is_found_wrong_is_not_worth_another_try(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, ReplayServer.Text(400, "text/plain", "invalid_payload"));

        Assert.False(delivery.IsDelivered);
        Assert.False(delivery.MayPass);
        Assert.Equal($"{kind} phone finds the page wrong (HTTP 400): invalid_payload", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_webhook_that_was_taken_away_is_said_to_be(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, ReplayServer.Text(404, "text/plain", "no_service"));

        Assert.False(delivery.MayPass);
        Assert.Equal($"{kind} phone is not served at this address; was the webhook taken away? (HTTP 404): no_service", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_is_too_busy_may_pass_and_says_when(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return ReplayServer.Text(429, "text/plain", "rate_limited")(context);
        });

        Assert.True(delivery.MayPass);
        Assert.Equal(TimeSpan.FromSeconds(7), delivery.RetryAfter);
    }

    [Fact]
    public async Task A_date_to_come_back_at_is_taken_by_our_clock()
    {
        var clock = new FakeTime(SomePages.Noon);
        await using var server = await ReplayServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = SomePages.Noon.AddSeconds(40).ToString("R", CultureInfo.InvariantCulture);
            return ReplayServer.Text(503, "text/plain", "later")(context);
        });
        using var notifier = TestNotifier.Of(ChannelKind.Webhook, server.Url, clock: clock);

        Assert.Equal(TimeSpan.FromSeconds(40), (await notifier.SendAsync()).RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_is_broken_may_pass(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, ReplayServer.Text(500, "application/json", """{"message":"rollup_error"}"""));

        Assert.True(delivery.MayPass);
        Assert.Null(delivery.RetryAfter);
        Assert.Equal($"{kind} phone is broken or starting (HTTP 500): rollup_error", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_says_nothing_is_left_at_the_deadline(ChannelKind kind)
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Hang);
        using var notifier = TestNotifier.Of(kind, server.Url, timeout: "250ms");

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.MayPass);
        Assert.Equal($"{kind} phone did not answer within 0.25 s; nobody knows whether it took the page", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_is_not_there_is_told_by_host_and_port_alone(ChannelKind kind)
    {
        var url = $"http://127.0.0.1:{LoopbackPorts.Next()}";
        using var notifier = TestNotifier.Of(kind, url);

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.MayPass);
        Assert.Equal($"{kind} phone can't be reached at {url}: the connection is refused; does it run, and is the port right?", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_hangs_up_without_an_answer_may_have_taken_it(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.True(delivery.MayPass);
        Assert.Contains("nobody knows whether it took the page", delivery.Says, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_hangs_up_in_the_middle_of_its_answer_may_have_taken_it(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, async context =>
        {
            context.Response.StatusCode = 202;
            context.Response.ContentLength = 100;
            await context.Response.Body.WriteAsync("""{"status":"""u8.ToArray(), Cancellation);
            await context.Response.Body.FlushAsync(Cancellation);
            context.Abort();
        });

        Assert.False(delivery.IsDelivered);
        Assert.True(delivery.MayPass);
        Assert.Contains("nobody knows whether it took the page", delivery.Says, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_redirect_is_not_followed(ChannelKind kind)
    {
        await using var elsewhere = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        var delivery = await AnsweredAsync(kind, context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"{elsewhere.Url}/?token=secret";
            return Task.CompletedTask;
        });

        Assert.Empty(elsewhere.Requests);
        Assert.False(delivery.MayPass);
        Assert.Equal($"{kind} phone sends us elsewhere (HTTP 307), which is not followed; is the address right?", delivery.Says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_web_page_is_no_word_that_it_was_taken(ChannelKind kind)
    {
        var delivery = await AnsweredAsync(kind, ReplayServer.Text(200, "text/html", "<html><title>Sign in</title></html>"));

        Assert.False(delivery.IsDelivered);
        Assert.Contains("answered with a web page (HTTP 200): Sign in", delivery.Says, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_receiver_that_repeats_all_it_was_sent_makes_us_tell_no_secret(ChannelKind kind)
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Hang);
        server.Answer = async context =>
        {
            var sent = server.Requests[^1];
            var said = $"http://{context.Request.Host}{sent.Path} got {sent.Body[..60]} {sent.Path.ToUpperInvariant()}";
            await ReplayServer.Text(403, "text/plain", said)(context);
        };
        using var notifier = TestNotifier.Of(kind, server.Url);

        var says = (await notifier.SendAsync()).Says;

        Assert.Contains("HTTP 403", says, StringComparison.Ordinal);
        Assert.DoesNotContain(TestNotifier.RoutingKey, says, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0SECRET0", says, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("x0YzSecret", says, StringComparison.OrdinalIgnoreCase);
        Assert.True(kind is ChannelKind.Webhook || says.Contains("[hidden]", StringComparison.Ordinal), says);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_caller_who_leaves_is_not_told_that_the_service_was_slow(ChannelKind kind)
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var server = await ReplayServer.StartAsync(context =>
        {
            leaves.Cancel();
            return ReplayServer.Hang(context);
        });
        using var notifier = TestNotifier.Of(kind, server.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notifier.HandOverAsync(SomePages.Of(), leaves.Token));
    }

    private static async Task<Delivery> AnsweredAsync(ChannelKind kind, Microsoft.AspNetCore.Http.RequestDelegate answer)
    {
        await using var server = await ReplayServer.StartAsync(answer);
        using var notifier = TestNotifier.Of(kind, server.Url);
        return await notifier.SendAsync();
    }
}
