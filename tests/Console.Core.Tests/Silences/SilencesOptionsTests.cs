using OpsConsole.Access;
using OpsConsole.Silences;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>What silences are held to, by the settings.</summary>
public sealed class SilencesOptionsTests
{
    private static readonly Person Rita = new("rita", "Rita", ["responders"], SignInMethod.Local);
    private static readonly AccessRules Rules = new(
    [
        new Grant(Role.Responder, ["responders"], [], [], [], "1"), new Grant(Role.Operator, ["operators"], [], ["fleet"], [], "2"), new Grant(Role.Responder, ["operators"], [], [], [], "3"),
    ]);

    [Theory]
    [InlineData("OPS-\\d+", null)]
    [InlineData("OPS-(\\d+", "is no regular expression that can be used")]
    [InlineData("(a)\\1", "is no regular expression that can be used")]
    [InlineData("(OPS-\\d+)?", "fits a text without any ticket")]
    public void The_expression_of_tickets_is_checked_at_the_start(string pattern, string? wrong) => Holds(new SilencesOptions { TicketPattern = pattern }, wrong);

    [Theory]
    [InlineData("responder", "4h", null)]
    [InlineData("Operator", "2d", null)]
    [InlineData("viewer", "4h", "is no role that silences: there are responder, operator or admin")]
    [InlineData("boss", "4h", "is no role that silences")]
    [InlineData("admin", "long", "is no time of a minute or more")]
    [InlineData("admin", "10s", "is no time of a minute or more")]
    public void Limits_are_of_roles_that_silence(string role, string longest, string? wrong)
    {
        var options = new SilencesOptions();
        options.LongestByRole[role] = longest;
        Holds(options, wrong);
    }

    [Fact]
    public void Who_has_several_roles_has_the_longest_of_theirs_where_they_have_it()
    {
        var limits = new SilenceLimits(new SilencesOptions(), Rules);

        Assert.Equal(new SilenceLimit(Role.Responder, TimeSpan.FromHours(8)), limits.Of(Rita, "fleet"));
        Assert.Equal(new SilenceLimit(Role.Operator, TimeSpan.FromHours(24)), limits.Of(Ada, "fleet"));
        Assert.Equal(new SilenceLimit(Role.Responder, TimeSpan.FromHours(8)), limits.Of(Ada, "pay"));
        Assert.Null(limits.Of(Eve, "fleet"));
    }

    [Fact]
    public void A_token_narrowed_to_one_role_has_that_role_s_limit() => Assert.Equal(
        Role.Responder, new SilenceLimits(new SilencesOptions(), Rules).Of(Ada with { TokenRoles = [Role.Responder] }, "fleet")!.Role);

    [Fact]
    public void A_ticket_is_found_in_a_text()
    {
        var limits = new SilenceLimits(new SilencesOptions { TicketPattern = "OPS-\\d+" }, Rules);

        Assert.Equal(("OPS-12", null, null), (limits.TicketIn("patching, see OPS-12."), limits.TicketIn("patching"), limits.TicketIn(null)));
        Assert.Equal("anything", SilenceLimits.None.TicketIn(" anything "));
    }

    private static void Holds(SilencesOptions options, string? wrong)
    {
        if (wrong is null)
        {
            Assert.Empty(options.Problems());
        }
        else
        {
            Assert.Contains(wrong, Assert.Single(options.Problems()).What, StringComparison.Ordinal);
        }
    }
}
