using Microsoft.AspNetCore.Http;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>Every way in which a source may fail: classified once, told in a sentence with the server's own words.</summary>
public sealed class UpstreamErrorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("prom-query-bad-parse", UpstreamFault.Invalid, "can't do what it was asked (HTTP 400, bad_data): invalid parameter \"query\": 1:16: parse error: unclosed left parenthesis")]
    [InlineData("prom-query-bad-missing", UpstreamFault.Invalid, "no expression found in input")]
    [InlineData("prom-query-error-many-to-many", UpstreamFault.Invalid, "(HTTP 422, execution): found duplicate series")]
    [InlineData("prom-query-error-too-many-samples", UpstreamFault.Invalid, "too many samples into memory")]
    [InlineData("prom-query-range-too-many-points", UpstreamFault.Invalid, "11,000 points")]
    [InlineData("prom-query-timeout", UpstreamFault.Invalid, "(HTTP 503, timeout): query timed out in expression evaluation")]
    [InlineData("prom-not-ready", UpstreamFault.Broken, "is broken or starting (HTTP 503): Service Unavailable")]
    [InlineData("prom-not-found", UpstreamFault.Missing, "with its path prefix? (HTTP 404): 404 page not found")]
    [InlineData("prom-method-not-allowed", UpstreamFault.Missing, "(HTTP 405): Method Not Allowed")]
    [InlineData("prom-unauthorized", UpstreamFault.Refused, "does not accept our credentials or denies us this (HTTP 401): Unauthorized")]
    [InlineData("prom-reload-disabled", UpstreamFault.Refused, "(HTTP 403): Lifecycle API is not enabled.")]
    [InlineData("prom-admin-disabled", UpstreamFault.Broken, "(HTTP 500, unavailable): admin APIs disabled")]
    public async Task Prometheus_errors_keep_their_words(string recording, UpstreamFault fault, string words)
    {
        var failure = await FailAsync(Recorded.Answer(recording));

        Assert.Equal(fault, failure.Fault);
        Assert.StartsWith("Prometheus main ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("am-silence-bad-regex", UpstreamFault.Invalid, "(HTTP 400): silence invalid: invalid label matcher 0")]
    [InlineData("am-silence-bad-no-author", UpstreamFault.Invalid, "(HTTP 422): createdBy in body is required")]
    [InlineData("am-alerts-bad-filter", UpstreamFault.Invalid, "bad matcher format: alertname~~x")]
    [InlineData("am-not-found", UpstreamFault.Missing, "path /api/v2/nothing was not found")]
    [InlineData("am-silence-get-unknown", UpstreamFault.Missing, "(HTTP 404)")]
    [InlineData("am-silence-expire-unknown", UpstreamFault.Broken, "(HTTP 500): silence not found")]
    public async Task Both_shapes_of_Alertmanager_errors_keep_their_words(string recording, UpstreamFault fault, string words)
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer(recording));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.AlertsAsync(Cancellation));

        Assert.Equal(fault, failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_of_a_proxy_is_called_one()
    {
        var failure = await FailAsync(context =>
        {
            context.Response.Headers.Server = "nginx/1.22";
            return ReplayServer.Text(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>")(context);
        });

        Assert.Equal(UpstreamFault.Broken, failure.Fault);
        Assert.Equal("Prometheus main answered with a web page (HTTP 502 from nginx, \"502 Bad Gateway\"): is there a proxy in between?", failure.Message);
    }

    [Fact]
    public async Task A_sign_in_page_is_no_answer_though_its_status_is_200()
    {
        var failure = await FailAsync(ReplayServer.Text(200, "text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>"));

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
        Assert.Contains("web page (HTTP 200", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_query_not_told()
    {
        var failure = await FailAsync(context =>
        {
            context.Response.Redirect("https://login.example/start?state=geheim");
            return Task.CompletedTask;
        });

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
        Assert.Contains("https://login.example/start (HTTP 302)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{}")]
    [InlineData("{\"status\":\"success\"}")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"a lot\"]}]}}")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1e300,\"1\"]}}")]
    [InlineData("not JSON")]
    [InlineData("")]
    public async Task Cut_or_strange_JSON_is_unreadable(string body)
    {
        var failure = await FailAsync(ReplayServer.Json(body));

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
        Assert.Contains("something else than its API promises", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_400_in_plain_text_comes_from_something_before_the_API()
    {
        var failure = await FailAsync(ReplayServer.Text(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n"));

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
        Assert.EndsWith("Client sent an HTTP request to an HTTPS server.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_error_is_cut_and_stripped_of_control_characters()
    {
        var failure = await FailAsync(ReplayServer.Text(500, "text/plain", $"panic:\r\n\u001b[31m\0{new string('x', 100_000)}"));

        Assert.InRange(failure.Message.Length, 500, 700);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_in_the_body_is_unreachable()
    {
        var failure = await FailAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"status\":\"success\",", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });

        Assert.Equal(UpstreamFault.Unreachable, failure.Fault);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_given_up()
    {
        var block = new byte[1_000_000];
        Array.Fill(block, (byte)' ');
        var failure = await FailAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            for (var i = 0; i < 100 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });

        Assert.Equal(UpstreamFault.Unreadable, failure.Fault);
        Assert.Contains("more than 64 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_home_is_said_with_the_address()
    {
        await using var upstreams = TestUpstreams.OfPrometheus("http://127.0.0.1:1/prom");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.Equal("Prometheus main can't be reached at http://127.0.0.1:1/prom: the connection is refused; does it run, and is the port right?", failure.Message);
    }

    [Fact]
    public async Task An_unknown_name_is_said()
    {
        await using var upstreams = TestUpstreams.OfPrometheus("http://no-such-host.invalid:9090");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.Equal(UpstreamFault.Unreachable, failure.Fault);
        Assert.Contains("the name no-such-host.invalid is not known", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<UpstreamException> FailAsync(RequestDelegate answer)
    {
        await using var server = await ReplayServer.StartAsync(answer);
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url);
        return await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));
    }
}
