using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Remediation;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Planning;

/// <summary>What must hold for the hash that a confirmation is bound to.</summary>
public sealed class PlanHashProperties
{
    private static readonly Gen<ImmutableSortedDictionary<string, string>> Facts =
        from pairs in Gen.Zip(Gen.Elements("resourceVersion", "generation", "replicas", "endsAt", "state"), Any.Texts).ListOf()
        select pairs.DistinctBy(pair => pair.Item1).ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly Arbitrary<TargetState> States = (
        from uid in Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("uid-1", "uid-2"))
        from facts in Facts
        select new TargetState(uid, facts)).ToArbitrary();

    private readonly RemedyCall call = new ActionWorld().Read(Ask("scale", Api, ("replicas", "5")));

    [Fact]
    public void Two_states_have_one_hash_exactly_when_they_are_the_same() => Prop.ForAll(States, States, (one, other) =>
        (PlanHash.Of(call, one) == PlanHash.Of(call, other)) == (OpsConsole.Remediation.Facts.Difference(one, other) is null && one.Facts.Count == other.Facts.Count))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_fact_is_another_hash() => Prop.ForAll(States, Gen.Elements("generation", "replicas", "more").ToArbitrary(), (state, name) =>
        PlanHash.Of(call, state) != PlanHash.Of(call, state with { Facts = state.Facts.SetItem(name, state.Facts.GetValueOrDefault(name) + "x") })).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_seen_beside_does_not_count() => Prop.ForAll(States, state =>
        PlanHash.Of(call, state) == PlanHash.Of(call, state with { Beside = OpsConsole.Remediation.Facts.Of(("ready", "2")) })).QuickCheckThrowOnFailure();

    [Fact]
    public void Action_system_target_and_parameters_count()
    {
        var state = new TargetState("uid-1", OpsConsole.Remediation.Facts.Of(("generation", "4")));
        var world = new ActionWorld();
        string[] hashes =
        [
            PlanHash.Of(call, state),
            PlanHash.Of(call with { Remedy = world.Book.Find("rollout-restart")! }, state),
            PlanHash.Of(call with { Request = call.Request with { System = "pay" } }, state),
            PlanHash.Of(call with { Target = call.Target with { Name = "worker" } }, state),
            PlanHash.Of(call with { Target = call.Target with { Place = "test" } }, state),
            PlanHash.Of(call with { Parameters = call.Parameters.SetItem("replicas", "6") }, state),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }
}
