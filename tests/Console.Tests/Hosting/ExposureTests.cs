using Microsoft.Extensions.Configuration;
using OpsConsole.Hosting;

namespace OpsConsole.Tests.Hosting;

public sealed class ExposureTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://unix:/run/console.sock")]
    [InlineData("https://*:8443")]
    [InlineData("https://10.1.2.3:8443")]
    public void What_only_this_machine_reaches_or_TLS_protects_needs_no_warning(string address)
    {
        Assert.Empty(Exposure.Problems(Settings(("urls", address))));
        Assert.Empty(Exposure.Open(Settings(("urls", address))));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://10.1.2.3:8080")]
    [InlineData("http://console.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    public void An_address_that_others_can_reach_in_plain_HTTP_is_allowed_and_told(string address)
    {
        Assert.Empty(Exposure.Problems(Settings(("urls", address))));
        Assert.Equal(address, Assert.Single(Exposure.Open(Settings(("urls", address)))));
    }

    [Fact]
    public void One_open_address_among_several_is_found() =>
        Assert.Equal("http://0.0.0.0:2", Assert.Single(Exposure.Open(Settings(("urls", "http://127.0.0.1:1;http://0.0.0.0:2")))));

    [Fact]
    public void A_port_without_an_address_means_every_address() =>
        Assert.Equal("http://*:8080", Assert.Single(Exposure.Open(Settings(("http_ports", "8080"), ("https_ports", "8443")))));

    [Fact]
    public void Endpoints_of_the_server_itself_are_looked_at_too() => Assert.Equal(
        "http://0.0.0.0:80", Assert.Single(Exposure.Open(Settings(("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:80"), ("urls", "http://127.0.0.1:1")))));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:21")]
    public void An_address_that_can_not_be_read_is_refused_and_named(string address)
    {
        var problem = Assert.Single(Exposure.Problems(Settings(("urls", address))));
        Assert.Equal("urls", problem.Where);
        Assert.Contains(address, problem.What, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", problem.What, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
