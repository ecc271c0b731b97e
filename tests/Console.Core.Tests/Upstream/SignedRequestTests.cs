using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>Who we say we are, and whom we trust.</summary>
public sealed class SignedRequestTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bearer_token_file_is_read_anew_when_it_changes()
    {
        var file = Write("token", "first\n");
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("am-alerts-none"));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url, ("Alertmanager:0:BearerTokenFile", file));

        await upstreams.Alertmanager.AlertsAsync(Cancellation);
        Write("token", "second");
        await upstreams.Alertmanager.AlertsAsync(Cancellation);

        Assert.Equal(["Bearer first", "Bearer second"], server.Requests.Select(asked => asked.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_token_file_that_is_gone_is_said_and_nothing_is_asked()
    {
        var file = Write("token", "first");
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("am-alerts-none"));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url, ("Alertmanager:0:BearerTokenFile", file));
        await upstreams.Alertmanager.AlertsAsync(Cancellation);

        File.Delete(file);
        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Alertmanager.AlertsAsync(Cancellation));

        Assert.Equal(UpstreamFault.Refused, failure.Fault);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task User_and_password_are_sent_as_basic_authentication_in_UTF_8()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-query-vector"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:Username", "ada"), ("Prometheus:0:PasswordFile", Write("password", "gehéim:x\n")));

        await upstreams.Prometheus.QueryAsync("up", Cancellation);

        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:gehéim:x"))}", server.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_tenant_header_goes_with_each_request_and_nothing_is_signed_unasked()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-query-vector"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:Headers:X-Scope-OrgID", "team-a"));

        await upstreams.Prometheus.QueryAsync("up", Cancellation);

        Assert.Equal("team-a", server.Requests[0].Headers["X-Scope-OrgID"]);
        Assert.False(server.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Secrets_are_in_no_error()
    {
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-unauthorized"));
        await using var upstreams = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:BearerToken", "geheim"), ("Prometheus:0:Headers:X-Api-Key", "verborgen"));

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => upstreams.Prometheus.QueryAsync("up", Cancellation));

        Assert.DoesNotContain("geheim", failure.ToString() + upstreams.Status, StringComparison.Ordinal);
        Assert.DoesNotContain("verborgen", failure.ToString() + upstreams.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_own_authority_is_trusted_by_CaFile_or_not_at_all()
    {
        using var certificate = Certificate();
        using var other = Certificate();
        await using var server = await ReplayServer.StartAsync(Recorded.Answer("prom-query-vector"), certificate);
        await using var unknown = TestUpstreams.OfPrometheus(server.Url);
        await using var wrong = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:CaFile", Write("other.pem", other.ExportCertificatePem())));
        await using var trusted = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:CaFile", Write("ca.pem", certificate.ExportCertificatePem())));
        await using var insecure = TestUpstreams.OfPrometheus(server.Url, ("Prometheus:0:Insecure", "true"));

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => unknown.Prometheus.QueryAsync("up", Cancellation));
        await Assert.ThrowsAsync<UpstreamException>(() => wrong.Prometheus.QueryAsync("up", Cancellation));

        Assert.Equal(UpstreamFault.Unreachable, failure.Fault);
        Assert.Contains("CaFile", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await trusted.Prometheus.QueryAsync("up", Cancellation)).Samples);
        Assert.NotEmpty((await insecure.Prometheus.QueryAsync("up", Cancellation)).Samples);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ops-console-test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
