using System.Text;
using OpsConsole.Access;

namespace OpsConsole.Core.Tests.Access;

public sealed class AccessReaderTests
{
    [Fact]
    public void A_grant_has_a_role_people_and_the_line_it_stands_on()
    {
        var grants = Read("""
            grants:
              - {role: viewer, groups: [ops-viewers]}
              - role: operator
                groups: [ops-operators, leads]
                users: [alice]
                systems: [billing]
                actions: [scale, pod-delete]
            """).Value;

        Assert.Equal(2, grants.Length);
        Assert.Equal((Role.Viewer, "access.yaml:2"), (grants[0].Role, grants[0].Place));
        Assert.Equal((Role.Operator, "access.yaml:3"), (grants[1].Role, grants[1].Place));
        Assert.Equal(["ops-operators", "leads"], grants[1].Groups);
        Assert.Equal(["alice"], grants[1].Users);
        Assert.Equal(["billing"], grants[1].Systems);
        Assert.Equal(["scale", "pod-delete"], grants[1].Actions);
    }

    [Theory]
    [InlineData("grants: [{role: opperator, groups: [a]}]", "access.yaml:1:17 grants[0].role: 'opperator' is not known; did you mean 'operator'? it is one of viewer, responder, operator, approver, auditor, admin")]
    [InlineData("grants: [{groups: [a]}]", "access.yaml:1:10 grants[0].role: is missing: write one of viewer, responder, operator, approver, auditor, admin")]
    [InlineData("grants: [{role: viewer}]", "access.yaml:1:10 grants[0]: is for nobody: write groups: [NAME] or users: [SUBJECT]")]
    [InlineData("grants: [{role: viewer, groups: []}]", "access.yaml:1:33 grants[0].groups: is an empty list: leave the field away, or name a group")]
    [InlineData("grants: [{role: viewer, groups: [a], users: }]", "access.yaml:1:45 grants[0].users: is an empty list: leave the field away, or name a subject")]
    [InlineData("grants: [{role: operator, groups: [a], systems: []}]", "access.yaml:1:49 grants[0].systems: is an empty list: leave the field away for all systems, or name one")]
    [InlineData("grants: [{role: operator, groups: [a], actions: []}]", "access.yaml:1:49 grants[0].actions: is an empty list: leave the field away for all that operator may do, or name one")]
    [InlineData("grants: [{role: operator, groups: [a], actions: [scales]}]", "access.yaml:1:50 grants[0].actions[0]: 'scales' is not known; did you mean 'scale'? operator may view, read-logs, own-tokens, acknowledge, walk-runbook, work-incident, close-incident, silence, lease-delete, scale, rollout-restart, pod-delete, pod-evict, send-again")]
    [InlineData("grants: [{role: viewer, groups: [a], actions: [scale]}]", "access.yaml:1:48 grants[0].actions[0]: 'scale' is nothing that viewer may do: it needs operator or admin; viewer may view, read-logs, own-tokens")]
    [InlineData("grants: [{role: admin, groups: [a], systems: [x], actions: [read-audit]}]", "access.yaml:1:61 grants[0].actions[0]: 'read-audit' is done to no system: grant it without systems")]
    [InlineData("grants: [{role: auditor, groups: [a], systems: [x]}]", "access.yaml:1:48 grants[0].systems: what sets auditor apart is done to no system: leave systems away")]
    [InlineData("grants: [{role: operator, groups: [a], systems: [Billing API]}]", "access.yaml:1:50 grants[0].systems[0]: 'Billing API' can't be a system's id: write the name of its profile without .yaml; leave systems away for all")]
    [InlineData("grants: [{role: viewer, group: [a], users: [b]}]", "access.yaml:1:25 grants[0].group: unknown field 'group'; did you mean 'groups'?")]
    [InlineData("grants: [{role: viewer, groups: [' a']}]", "access.yaml:1:34 grants[0].groups[0]: ' a' begins or ends with a space, or holds a control character")]
    [InlineData("grants: []", "access.yaml:1:9 grants: holds no grant: write for example - {role: admin, groups: [ops-admins]}")]
    [InlineData("grant: []", "access.yaml:1:1 grants: is missing or empty, and without grants nobody may do anything: write for example - {role: admin, groups: [ops-admins]}|access.yaml:1:1 grant: unknown field 'grant'; did you mean 'grants'?")]
    [InlineData("", "access.yaml:1:1: is empty: the list of grants begins with grants: and a list of them, each with a role and its groups or users")]
    [InlineData("- role: viewer", "access.yaml:1:1: must be a group of fields (grants: ...), not a list")]
    public void What_is_wrong_is_told_with_its_place_and_what_would_be_right(string yaml, string problems) =>
        Assert.Equal(problems.Split('|'), Read(yaml).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void A_missing_file_is_told_with_its_setting()
    {
        var problem = Assert.Single(AccessReader.Read("/nowhere/access.yaml").Problems);

        Assert.Equal(
            "access.yaml: there is no file /nowhere/access.yaml, and without grants nobody may do anything: write it, or set Access:File to where it is",
            problem.ToString());
    }

    [Fact]
    public void The_shipped_file_grants_each_role_to_a_group_of_its_own()
    {
        var grants = AccessReader.Read(Repository.Folder("access.yaml")).Value;

        Assert.Equal(Roles.All, grants.Select(grant => grant.Role));
        Assert.All(grants, grant => Assert.Equal([$"ops-{grant.Role.Word()}s"], grant.Groups));
        Assert.All(grants, grant => Assert.True(grant is { Users: [], Systems: [], Actions: [] }));
    }

    private static Result<System.Collections.Immutable.ImmutableArray<Grant>> Read(string yaml) => AccessReader.Read("access.yaml", Encoding.UTF8.GetBytes(yaml));
}
