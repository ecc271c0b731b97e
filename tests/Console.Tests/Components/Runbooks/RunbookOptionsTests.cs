using OpsConsole.Components.Runbooks;

namespace OpsConsole.Tests.Components.Runbooks;

public sealed class RunbookOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("https://logs.example.com/explore?q={query}", true)]
    [InlineData("http://127.0.0.1:3100/#{query}", true)]
    [InlineData("https://logs.example.com/explore", false)]
    [InlineData("https://logs.example.com/?q={QUERY}", false)]
    [InlineData("/explore?q={query}", false)]
    [InlineData("//logs.example.com/?q={query}", false)]
    [InlineData("javascript:alert('{query}')", false)]
    [InlineData("data:text/html,{query}", false)]
    [InlineData("ftp://logs.example.com/{query}", false)]
    [InlineData("https://{query}/", false)]
    [InlineData("", false)]
    public void An_address_is_one_of_a_site_that_says_where_the_query_goes_or_there_is_none(string? address, bool isUsable) =>
        Assert.Equal(isUsable, new RunbookOptions { LogsAddress = address }.IsUsable());

    [Theory]
    [InlineData("{app=\"web\"} |= \"a&b=c#d\"", "%7Bapp%3D%22web%22%7D%20%7C%3D%20%22a%26b%3Dc%23d%22")]
    [InlineData("\"><script>alert(1)</script>", "%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E")]
    [InlineData("../../%2e%2e?x", "..%2F..%2F%252e%252e%3Fx")]
    [InlineData("{query}", "%7Bquery%7D")]
    [InlineData("é\n", "%C3%A9%0A")]
    public void A_query_stays_within_its_place(string query, string encoded) =>
        Assert.Equal($"https://logs.example.com/?q={encoded}&orgId=1", new RunbookOptions { LogsAddress = "https://logs.example.com/?q={query}&orgId=1" }.LogsFor(query));

    [Fact]
    public void Without_a_log_tool_a_query_leads_nowhere() => Assert.Null(new RunbookOptions().LogsFor("{app=\"web\"}"));
}
