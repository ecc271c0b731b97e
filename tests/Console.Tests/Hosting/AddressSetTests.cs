using System.Net;
using OpsConsole.Hosting;

namespace OpsConsole.Tests.Hosting;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", true)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "9.255.255.255", false)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.8/29", "10.0.0.7", false)]
    [InlineData("10.0.0.8/29", "10.0.0.8", true)]
    [InlineData("10.0.0.8/29", "10.0.0.15", true)]
    [InlineData("10.0.0.8/29", "10.0.0.16", false)]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.0.0.7/32", "10.0.0.7", true)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.7", true)]
    [InlineData("10.0.0.0/8", "::ffff:11.0.0.7", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("2001:db8::8/125", "2001:db8::7", false)]
    [InlineData("2001:db8::8/125", "2001:db8::f", true)]
    [InlineData("2001:db8::8/125", "2001:db8::10", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("fe80::1", "fe80::1%3", true)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    public void It_holds_what_is_inside_to_the_last_address_and_nothing_beyond(string entry, string address, bool isIn) =>
        Assert.Equal(isIn, AddressSet.Read("x", [entry]).Value.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.1/8", "write 10.0.0.0/8")]
    [InlineData("2001:db8::1/64", "write 2001:db8::/64")]
    [InlineData("10.0.0.0/33", "from 0 to 32")]
    [InlineData("2001:db8::/129", "from 0 to 128")]
    [InlineData("10.0.0.0/-1", "from 0 to 32")]
    [InlineData("10.0.0.0/", "from 0 to 32")]
    [InlineData("10.0.0.0/8/8", "no address")]
    [InlineData("10.1", "no address")]
    [InlineData("010.0.0.1", "no address")]
    [InlineData("proxy.example.com", "no address")]
    [InlineData("fe80::1%eth0", "no address")]
    [InlineData("[::1]", "no address")]
    [InlineData("::ffff:10.0.0.7", "write it as IPv4")]
    [InlineData("", "no address")]
    [InlineData("*", "no address")]
    public void What_is_no_address_is_named_with_what_would_be_right(string entry, string says)
    {
        var problem = Assert.Single(AddressSet.Read("Http:KnownProxies", ["127.0.0.1", entry]).Problems);
        Assert.Equal("Http:KnownProxies", problem.Where);
        Assert.Contains(says, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_address_is_in_no_set()
    {
        Assert.False(AddressSet.Read("x", ["0.0.0.0/0", "::/0"]).Value.Contains(null));
        Assert.False(AddressSet.Empty.Contains(IPAddress.Loopback));
    }
}
