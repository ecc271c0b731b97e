using OpsConsole.Commands;

namespace OpsConsole.Tests.Commands;

public sealed class EscalationCommandTests : IDisposable
{
    private const string Policies = """
        people: [{subject: ada, name: Ada Ek}, {subject: ben, name: Ben Ek}]
        rotations:
          - {name: primary, handover: weekly, zone: Europe/Paris, at: "09:00", start: 2026-11-30, participants: [ada, ben], overrides: [{from: 2026-12-24T09:00, to: 2026-12-25T09:00, who: ben}]}
        quiet_hours: [{classes: [2], from: "22:00", to: "07:00", zone: Europe/Paris}]
        policies:
          - {name: billing, systems: [billing], steps: [{whom: [primary], by: [pager, mail]}, {after: 15m, whom: [ben], by: [mail]}]}
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-escalation-");
    private readonly StringWriter output = new();

    public EscalationCommandTests()
    {
        root.CreateSubdirectory("systems");
        Write("systems/billing.yaml", "title: Billing\nclaims_alerts: ['system=\"billing\"']\n");
        Write("access.yaml", "grants: [{role: viewer, groups: [dev]}]");
        Write("escalation.yaml", Policies);
    }

    public void Dispose()
    {
        output.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Explain_tells_each_step_with_its_time_people_and_channels()
    {
        Assert.Equal(0, await RunAsync("explain", "--alert", "alertname=Down, system=billing, severity=critical", "--at", "2026-12-01T02:00Z"));
        Assert.Equal(
            [
                "{alertname=\"Down\", severity=\"critical\", system=\"billing\"} of billing, class 0: the policy billing (escalation.yaml:6) is the first that fits; severity critical is class 0",
                "  1  at once      2026-12-01 02:00 UTC (03:00 Europe/Paris)  Ada Ek (primary)  by pager, else mail  [billing]",
                "  2  after 15m    2026-12-01 02:15 UTC  Ben Ek  by mail  [billing]",
            ],
            Lines);
    }

    [Fact]
    public async Task Explain_tells_of_quiet_hours()
    {
        Assert.Equal(0, await RunAsync("explain", "--alert", "alertname=Slow,system=billing,severity=warning", "--at", "2026-12-01T03:00+01:00"));
        Assert.Equal("  1  at once      2026-12-01 06:00 UTC (07:00 Europe/Paris)  Ada Ek (primary)  by pager, else mail, held back until quiet hours end  [billing]", Lines[1]);
    }

    [Fact]
    public async Task Explain_ends_with_one_when_nobody_would_be_told()
    {
        Assert.Equal(1, await RunAsync("explain", "--alert", "alertname=Down,system=ledger,severity=critical", "--at", "2026-12-01T02:00Z"));
        Assert.Equal("{alertname=\"Down\", severity=\"critical\", system=\"ledger\"} of no system, class 0: no policy fits, and no system claims the alert: it is told to nobody", Assert.Single(Lines));
    }

    [Fact]
    public async Task On_call_tells_who_is_and_until_when()
    {
        Assert.Equal(0, await RunAsync("on-call", "--at", "2026-12-24T12:00Z"));
        Assert.Equal("primary              Ben Ek (primary)  until 2026-12-25 08:00 UTC (09:00 Europe/Paris), standing in", Assert.Single(Lines));
    }

    [Theory]
    [InlineData("say explain or on-call")]
    [InlineData("say which: --alert 'alertname=X,system=Y,severity=critical'", "explain")]
    [InlineData("alert: has no name: write alertname=X among its labels", "explain", "--alert", "system=x")]
    [InlineData("--at: 'tomorrow' is no time: write for example 2026-12-01T02:00Z, or with its offset 2026-12-01T03:00+01:00", "explain", "--alert", "alertname=x", "--at", "tomorrow")]
    public async Task What_can_not_be_used_is_told_with_two(string line, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Equal(line, Lines[0]);
    }

    [Fact]
    public async Task Check_reads_the_policies_that_lie_beside_the_grants()
    {
        // No channel is configured here: so each that is named is told.
        Assert.Equal(1, await CheckCommand.RunAsync(["--systems", Path.Combine(root.FullName, "systems"), "--access", Path.Combine(root.FullName, "access.yaml")], output, TestContext.Current.CancellationToken));
        Assert.StartsWith("escalation.yaml:6:72 policies[0].steps[0].by[0]: no channel is configured, so none is called 'pager'", Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("1 grant, escalation policies not usable: 3 problems", Lines[^1], StringComparison.Ordinal);
    }

    private string[] Lines => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<int> RunAsync(params string[] args)
    {
        string[] files = args is ["explain", "--alert", ..] ? ["--systems", Path.Combine(root.FullName, "systems"), "--escalation", Path.Combine(root.FullName, "escalation.yaml")]
            : args is ["on-call", ..] ? ["--escalation", Path.Combine(root.FullName, "escalation.yaml")] : [];
        return EscalationCommand.RunAsync([.. args, .. files], output, TimeProvider.System, ["pager", "mail"]);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(root.FullName, name), text);
}
