using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Access;

namespace OpsConsole.Core.Tests.Access;

/// <summary>What must hold for any grants, any person and any action.</summary>
public sealed class AccessRulesProperties
{
    private static readonly string[] Groups = ["a", "b", "c"];
    private static readonly string[] Systems = ["billing", "ledger", "payroll"];
    private static readonly Gen<Role> AnyRole = Gen.Elements(Roles.All.ToArray());
    private static readonly Gen<GuardedAction> AnyAction = Gen.Elements(Actions.All.ToArray());
    private static readonly Gen<string?> AnySystem = Gen.Elements([.. Systems, (string?)null]);

    private static readonly Gen<Grant> AnyGrant =
        from role in AnyRole
        from groups in Gen.SubListOf(Groups)
        from users in Gen.SubListOf("alice", "bob")
        from systems in Gen.SubListOf(Systems)
        from actions in Gen.SubListOf(Actions.All.Select(action => action.Name).ToArray())
        from isWhole in Gen.Elements(true, false)
        select new Grant(role, [.. groups], [.. users], [.. systems], isWhole ? [] : [.. actions], "access.yaml:1");

    private static readonly Gen<Person> AnyPerson =
        from groups in Gen.SubListOf(Groups)
        from subject in Gen.Elements("alice", "bob", "carol")
        from tokenRoles in Gen.SubListOf(Roles.All.ToArray())
        from hasToken in Gen.Elements(true, false)
        select new Person(subject, subject, [.. groups], hasToken ? SignInMethod.Token : SignInMethod.Oidc) { TokenRoles = hasToken ? tokenRoles.ToImmutableArray() : null };

    private static readonly Arbitrary<Case> AnyCase = (
        from grants in AnyGrant.ListOf()
        from more in AnyGrant
        from person in AnyPerson
        from action in AnyAction
        from system in AnySystem
        select new Case([.. grants], more, person, action, system)).ToArbitrary();

    [Fact]
    public void Adding_a_grant_never_takes_a_right_away() => Check(all =>
        !all.Decide(all.Grants).IsAllowed || all.Decide(all.Grants.Add(all.More)).IsAllowed);

    [Fact]
    public void Joining_a_group_never_takes_a_right_away() => Check(all =>
        !all.Decide(all.Grants).IsAllowed || (all with { Person = all.Person with { Groups = [.. Groups] } }).Decide(all.Grants).IsAllowed);

    [Fact]
    public void Narrowing_a_token_never_gives_a_right() => Check(all =>
        !all.Decide(all.Grants).IsAllowed || (all with { Person = all.Person with { TokenRoles = null } }).Decide(all.Grants).IsAllowed);

    [Fact]
    public void Narrowing_a_grant_to_systems_never_gives_a_right() => Check(all =>
        !all.Decide([.. all.Grants.Select(grant => grant.Systems.IsEmpty ? grant with { Systems = ["billing"] } : grant)]).IsAllowed || all.Decide(all.Grants).IsAllowed);

    [Fact]
    public void Nobody_without_a_grant_may_anything() => Check(all =>
        all.Grants.Any(grant => grant.IsFor(all.Person)) || !all.Decide(all.Grants).IsAllowed);

    [Fact]
    public void What_is_allowed_names_a_grant_that_is_for_the_person_and_of_a_role_that_may() => Check(all =>
        all.Decide(all.Grants) is not { IsAllowed: true } decision
        || (decision.By is { } by && by.IsFor(all.Person) && all.Action.Roles.Contains(by.Role) && all.Grants.Contains(by)));

    [Fact]
    public void The_order_of_the_grants_decides_nothing() => Check(all =>
        all.Decide(all.Grants).IsAllowed == all.Decide([.. all.Grants.Reverse()]).IsAllowed);

    [Fact]
    public void There_is_always_a_reason_in_one_line() => Check(all =>
        all.Decide(all.Grants).Reason is { Length: > 10 } reason && !reason.Contains('\n', StringComparison.Ordinal) && !reason.Contains("  ", StringComparison.Ordinal));

    private static void Check(Func<Case, bool> holds) => Prop.ForAll(AnyCase, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private sealed record Case(ImmutableArray<Grant> Grants, Grant More, Person Person, GuardedAction Action, string? System)
    {
        public Decision Decide(ImmutableArray<Grant> grants) => new AccessRules(grants).Decide(Person, Action, System);
    }
}
