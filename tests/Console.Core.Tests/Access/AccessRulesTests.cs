using OpsConsole.Access;

namespace OpsConsole.Core.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly Person Alice = new("alice", "Alice", ["dev", "ops-operators"], SignInMethod.Oidc);

    [Fact]
    public void A_grant_to_a_group_allows_and_is_named_with_its_place() =>
        Allowed("operator is granted to ops-operators by access.yaml:4", Rules(To(Role.Operator, "ops-operators")).Decide(Alice, Actions.Scale, "billing"));

    [Fact]
    public void A_grant_to_the_person_is_told_as_such() => Allowed(
        "admin is granted to alice by access.yaml:4",
        Rules(To(Role.Admin, "others") with { Users = ["alice"] }).Decide(Alice, Actions.ManageSessions));

    [Fact]
    public void A_grant_on_one_system_is_none_on_another()
    {
        var rules = Rules(To(Role.Operator, "ops-operators") with { Systems = ["billing"] });

        Allowed("operator is granted to ops-operators on billing by access.yaml:4", rules.Decide(Alice, Actions.LeaseDelete, "billing"));
        Refused("operator is granted on billing, not on ledger", rules.Decide(Alice, Actions.LeaseDelete, "ledger"));
        Refused("operator is granted on billing only, and lease-delete on no known system needs it on all systems", rules.Decide(Alice, Actions.LeaseDelete));
    }

    [Fact]
    public void Seeing_is_not_narrowed_by_systems_but_reading_logs_is()
    {
        var rules = Rules(To(Role.Viewer, "dev") with { Systems = ["billing", "ledger"] });

        Allowed("viewer is granted to dev on billing and ledger by access.yaml:4", rules.Decide(Alice, Actions.View));
        Assert.True(rules.Decide(Alice, Actions.OwnTokens).IsAllowed);
        Assert.True(rules.Decide(Alice, Actions.ReadLogs, "ledger").IsAllowed);
        Refused("viewer is granted on billing and ledger, not on payroll", rules.Decide(Alice, Actions.ReadLogs, "payroll"));
    }

    [Fact]
    public void An_admin_of_one_system_is_no_admin_of_the_console()
    {
        var rules = Rules(To(Role.Admin, "dev") with { Systems = ["billing"] });

        Assert.True(rules.Decide(Alice, Actions.Approve, "billing").IsAllowed);
        Refused("admin is granted on billing only, and read-audit as a whole needs it on all systems", rules.Decide(Alice, Actions.ReadAudit));
    }

    [Fact]
    public void A_grant_for_some_actions_gives_nothing_else()
    {
        var rules = Rules(To(Role.Operator, "dev") with { Actions = ["scale", "pod-delete"] });

        Assert.True(rules.Decide(Alice, Actions.Scale, "billing").IsAllowed);
        Refused("operator is granted to you for scale and pod-delete only, not for lease-delete", rules.Decide(Alice, Actions.LeaseDelete, "billing"));
        Refused("operator is granted to you for scale and pod-delete only, not for view", rules.Decide(Alice, Actions.View));
    }

    [Fact]
    public void Too_small_a_role_is_told_with_the_one_that_it_needs() => Refused(
        "lease-delete needs operator or admin; you have viewer and responder",
        Rules(To(Role.Responder, "dev"), To(Role.Viewer, "dev")).Decide(Alice, Actions.LeaseDelete, "billing"));

    [Fact]
    public void Nobody_without_a_grant_may_anything_and_is_told_whom_to_ask()
    {
        var rules = Rules(To(Role.Viewer, "others"));

        Refused("no role is granted to you: ask an admin to add one of your groups to access.yaml", rules.Decide(Alice, Actions.View));
        Refused(
            "no role is granted to you, and you are in no group: ask an admin to name you or a group of yours in access.yaml",
            rules.Decide(Alice with { Groups = [] }, Actions.View));
    }

    [Fact]
    public void Names_of_groups_and_subjects_count_letter_by_letter()
    {
        Assert.False(Rules(To(Role.Admin, "OPS-OPERATORS")).Decide(Alice, Actions.View).IsAllowed);
        Assert.False(Rules(To(Role.Admin, "x") with { Users = ["Alice"] }).Decide(Alice, Actions.View).IsAllowed);
    }

    [Fact]
    public void A_token_does_what_its_roles_may_and_its_owner_may()
    {
        var rules = Rules(To(Role.Operator, "dev") with { Systems = ["billing"] });
        var asViewer = Alice with { Method = SignInMethod.Token, TokenRoles = [Role.Viewer] };

        Assert.True(rules.Decide(asViewer, Actions.View).IsAllowed);
        Refused("this token is narrowed to viewer; scale needs operator or admin", rules.Decide(asViewer, Actions.Scale, "billing"));
        Refused("operator is granted on billing, not on ledger", rules.Decide(asViewer with { TokenRoles = [Role.Admin] }, Actions.Scale, "ledger"));
        Refused("read-audit needs auditor or admin; you have operator", rules.Decide(asViewer with { TokenRoles = [Role.Auditor] }, Actions.ReadAudit));
        Refused("this token is narrowed to no role at all", rules.Decide(asViewer with { TokenRoles = [] }, Actions.View));
    }

    [Fact]
    public void An_auditor_sees_everything_and_can_do_nothing_else()
    {
        var rules = Rules(To(Role.Auditor, "dev"));

        Assert.Equal(
            ["view", "read-logs", "own-tokens", "read-audit", "verify-audit", "export-audit"],
            Actions.All.Where(action => rules.Decide(Alice, action, "billing").IsAllowed).Select(action => action.Name));
    }

    [Fact]
    public void The_console_itself_does_nothing_guarded()
    {
        var rules = Rules(To(Role.Admin, "dev") with { Users = [Person.Console.Subject] });

        Assert.All(Actions.All, action => Refused(
            "the console does nothing guarded of its own accord: a person must ask for it", rules.Decide(Person.Console, action, "billing")));
    }

    [Fact]
    public void The_command_line_keeps_the_house_and_acts_on_systems_by_grant_only()
    {
        var root = Person.AtCommandLine("root");
        var rules = Rules(To(Role.Operator, "dev") with { Users = ["cli:root"], Systems = ["billing"] });

        Allowed("the command line of the console's own machine may keep the console's own house", AccessRules.Nobody.Decide(root, Actions.VerifyAudit));
        Assert.False(AccessRules.Nobody.Decide(root, Actions.Scale, "billing").IsAllowed);
        Allowed("operator is granted to cli:root on billing by access.yaml:4", rules.Decide(root, Actions.Scale, "billing"));
    }

    private static Grant To(Role role, string group) => new(role, [group], [], [], [], "access.yaml:4");

    private static AccessRules Rules(params Grant[] grants) => new([.. grants]);

    private static void Allowed(string reason, Decision decision)
    {
        Assert.Equal(reason, decision.Reason);
        Assert.True(decision.IsAllowed);
    }

    private static void Refused(string reason, Decision decision)
    {
        Assert.Equal(reason, decision.Reason);
        Assert.False(decision.IsAllowed);
        Assert.Null(decision.By);
    }
}
