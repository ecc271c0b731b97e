using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Metrics;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>Each wrong setting is named by section, index and field, and says what would be right.</summary>
public sealed class UpstreamsValidationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-test-").FullName;

    [Theory]
    [InlineData("", "is missing; give an address such as http://127.0.0.1:9090")]
    [InlineData("prometheus:9090", "'prometheus:9090' is no absolute http or https address; write it like http://127.0.0.1:9090")]
    [InlineData("/prom", "no absolute http or https address")]
    [InlineData("ftp://host/", "no absolute http or https address")]
    [InlineData("http://ada:geheim@host:9090", "must not hold a user or password; use Username and PasswordFile")]
    [InlineData("http://host:9090/?x=1", "must not have a query (?) or fragment (#); only a path prefix may follow the host")]
    public void An_address_must_be_absolute_and_bare(string url, string what)
    {
        var problem = Problems(new HttpSourceOptions { Name = "main", Url = url }).Single();

        Assert.Equal("Upstreams:Prometheus:0:Url", problem.Where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_a_broken_address_is_not_repeated() => Assert.DoesNotContain(
        "geheim", Problems(new HttpSourceOptions { Name = "main", Url = "htp://ada:geheim@host" }).Single().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Names_must_be_given_and_differ_within_a_kind()
    {
        var problems = Problems(Good("main"), Good(""), Good("main"));

        Assert.Equal(["Upstreams:Prometheus:1:Name", "Upstreams:Prometheus:2:Name"], problems.Select(problem => problem.Where));
        Assert.Contains("already taken", problems[1].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ten", false)]
    [InlineData("10", false)]
    [InlineData("0s", false)]
    [InlineData("3m", false)]
    [InlineData("", false)]
    [InlineData("10s", true)]
    [InlineData("500ms", true)]
    [InlineData("1m30s", true)]
    [InlineData("00:00:10", true)]
    public void A_timeout_is_a_time_up_to_two_minutes(string timeout, bool isRight)
    {
        var source = Good("main");
        source.Timeout = timeout;

        Assert.Equal(isRight ? [] : ["Upstreams:Prometheus:0:Timeout"], Problems(source).Select(problem => problem.Where));
    }

    [Fact]
    public void Only_one_way_of_signing_in_may_be_given()
    {
        var both = Good("main");
        (both.BearerToken, both.Username, both.Password) = ("t", "ada", "x");
        var twice = Good("twice");
        (twice.Password, twice.PasswordFile) = ("x", Write("password", "x"));

        Assert.Contains("keep one of the two", Problems(both).Single().What, StringComparison.Ordinal);
        Assert.Equal(["Upstreams:Prometheus:0:Password", "Upstreams:Prometheus:0:Username"], Problems(twice).Select(problem => problem.Where));
    }

    [Fact]
    public void Files_must_be_there_and_hold_what_they_should()
    {
        var source = Good("main");
        (source.BearerTokenFile, source.CaFile) = (Path.Combine(folder, "none"), Write("ca", "no certificate"));
        var empty = Good("empty");
        empty.BearerTokenFile = Write("empty", "\n");

        Assert.Equal(["Upstreams:Prometheus:0:BearerTokenFile", "Upstreams:Prometheus:0:CaFile"], Problems(source).Select(problem => problem.Where));
        Assert.Contains("is empty", Problems(empty).Single().What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X Tenant", "a", "is no name of a request header")]
    [InlineData("Content-Type", "a", "is no name of a request header")]
    [InlineData("Authorization", "a", "is set by BearerTokenFile")]
    [InlineData("X-Tenant", "a\r\nX-Other: b", "one line of printable ASCII")]
    public void Headers_must_have_a_name_and_a_value_that_can_be_sent(string name, string value, string what)
    {
        var source = Good("main");
        source.Headers[name] = value;
        var problem = Problems(source).Single();

        Assert.Equal($"Upstreams:Prometheus:0:Headers:{name}", problem.Where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_is_given_by_a_kubeconfig_or_by_an_address()
    {
        var options = new UpstreamsOptions
        {
            Kubernetes =
            {
                new() { Name = "none" }, new() { Name = "both", Server = "http://a", Kubeconfig = "b" }, new() { Name = "bad", Server = "a" },
                new() { Name = "gone", Kubeconfig = Path.Combine(folder, "none") }, new() { Name = "good", Server = "http://127.0.0.1:8001" },
            },
        };

        Assert.Equal(
            ["Upstreams:Kubernetes:0:Kubeconfig", "Upstreams:Kubernetes:1:Kubeconfig", "Upstreams:Kubernetes:2:Server", $"Upstreams:Kubernetes:3:Kubeconfig {folder}/none"],
            UpstreamsValidation.Problems(options).Select(problem => problem.Where));
    }

    [Fact]
    public async Task A_bad_setting_stops_the_console_by_name()
    {
        await using var upstreams = TestUpstreams.OfPrometheus("nonsense");

        var failure = Assert.Throws<OptionsValidationException>(() => upstreams.Services.GetRequiredService<MetricSources>());

        Assert.Contains("Upstreams:Prometheus:0:Url: 'nonsense' is no absolute", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_setting_is_not_passed_over()
    {
        await using var upstreams = TestUpstreams.OfPrometheus("http://127.0.0.1:1", ("Prometheus:0:PaswordFile", "x"));

        var failure = Assert.Throws<OptionsValidationException>(() => upstreams.Services.GetRequiredService<MetricSources>());

        Assert.Contains("Upstreams:Prometheus:0:PaswordFile: is no setting; known are Name, Url", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_configured_is_allowed()
    {
        await using var upstreams = TestUpstreams.Of(null);

        Assert.Empty(upstreams.Services.GetRequiredService<SourceRegistry>().Statuses);
        Assert.Null(upstreams.Services.GetRequiredService<MetricSources>().Find(null));
    }

    [Fact]
    public async Task Each_source_stands_behind_all_its_ports()
    {
        await using var upstreams = TestUpstreams.Of(null, ("Prometheus:0:Name", "p"), ("Prometheus:0:Url", "http://127.0.0.1:1"),
            ("Alertmanager:0:Name", "a"), ("Alertmanager:0:Url", "http://127.0.0.1:2/am/"), ("Kubernetes:0:Name", "k"), ("Kubernetes:0:Server", "http://127.0.0.1:3"));

        Assert.Same(upstreams.Services.GetRequiredService<MetricSources>().Find("p"), upstreams.Services.GetRequiredService<IEnumerable<OpsConsole.Alerts.IRuleSource>>().Single());
        Assert.Same(upstreams.Services.GetServices<Sources.ITargetSource>().Single(), upstreams.Services.GetServices<OpsConsole.Alerts.IRuleSource>().Single());
        Assert.Same(upstreams.Services.GetServices<OpsConsole.Alerts.IAlertSource>().Single(), upstreams.Services.GetServices<OpsConsole.Silences.ISilenceSource>().Single());
        Assert.Equal("k", upstreams.Services.GetServices<OpsConsole.Leadership.ILeaseSource>().Single().Name);
        Assert.Equal(["http://127.0.0.1:1", "http://127.0.0.1:2/am", "http://127.0.0.1:3"], upstreams.Services.GetRequiredService<SourceRegistry>().Statuses.Select(status => status.Address));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static HttpSourceOptions Good(string name) => new() { Name = name, Url = "http://127.0.0.1:9090" };

    private static ImmutableArray<Problem> Problems(params HttpSourceOptions[] sources)
    {
        var options = new UpstreamsOptions();
        foreach (var source in sources)
        {
            options.Prometheus.Add(source);
        }

        return UpstreamsValidation.Problems(options);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
