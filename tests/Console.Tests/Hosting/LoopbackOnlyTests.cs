using Microsoft.Extensions.Configuration;
using OpsConsole.Hosting;

namespace OpsConsole.Tests.Hosting;

public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://unix:/run/console.sock")]
    public void An_address_of_this_machine_is_accepted(string address) =>
        Assert.Empty(LoopbackOnly.Problems(Settings(("urls", address))));

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://10.1.2.3:8080")]
    [InlineData("http://console.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("nonsense")]
    public void An_address_that_others_can_reach_is_refused_and_named(string address)
    {
        var problem = Assert.Single(LoopbackOnly.Problems(Settings(("urls", address))));
        Assert.Equal("urls", problem.Where);
        Assert.Contains(address, problem.What, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_open_address_among_several_is_found() =>
        Assert.Single(LoopbackOnly.Problems(Settings(("urls", "http://127.0.0.1:1;http://0.0.0.0:2"))));

    [Fact]
    public void A_port_without_an_address_means_every_address() =>
        Assert.Equal("http_ports", Assert.Single(LoopbackOnly.Problems(Settings(("http_ports", "8080")))).Where);

    [Fact]
    public void Endpoints_of_the_server_itself_are_looked_at_too() => Assert.Equal(
        "Kestrel:Endpoints:Open:Url",
        Assert.Single(LoopbackOnly.Problems(Settings(("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:80"), ("urls", "http://127.0.0.1:1")))).Where);

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
