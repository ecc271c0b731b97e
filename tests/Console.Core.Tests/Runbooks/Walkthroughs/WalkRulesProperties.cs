using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>What must hold of marks and jumps, in whatever order people make them.</summary>
public sealed class WalkRulesProperties
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly Arbitrary<(int Steps, List<Deed> Deeds)> Walks = (
        from steps in Gen.Choose(1, 8)
        from deeds in (
            from step in Gen.Choose(0, steps - 1)
            from state in Gen.Elements(Enum.GetValues<StepState>())
            from to in Gen.Choose(-2 * steps, steps - 1)
            from who in Gen.Elements("anna", "ben")
            from isBlind in Gen.Elements(true, false, false)
            from age in Gen.Choose(0, 4)
            select new Deed(step, to >= 0 ? StepState.Done : state, to, who, isBlind ? null : age)).ListOf()
        select (steps, deeds.ToList())).ToArbitrary();

    [Fact]
    public void What_is_to_do_next_is_to_do_as_long_as_anything_is() => Prop.ForAll(Walks, walk => Run(walk.Steps, walk.Deeds).All(state =>
        state.Current is null ? state.Outline.All(step => !state.IsToDo(step.Id)) : state.IsToDo(state.Current))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_skipped_by_an_answer_is_skipped_by_a_step_that_is_done_and_stands_before_it() => Prop.ForAll(Walks, walk => Run(walk.Steps, walk.Deeds).All(state =>
        state.Marks.All(mark => mark.Value.SkippedBy is not { } by
            || (mark.Value.State is StepState.Skipped && state.StateOf(by) is StepState.Done && state.IndexOf(by) < state.IndexOf(mark.Key))))).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_changes_unseen_what_somebody_else_said() => Prop.ForAll(Walks, walk =>
    {
        var (state, version) = (WalkState.Begin(Outline(walk.Steps)), 1L);
        foreach (var deed in walk.Deeds)
        {
            var seen = deed.Age is { } age ? version - age : (long?)null;
            var before = state.Marks.GetValueOrDefault($"s{deed.Step}");
            var now = Apply(state, deed, version + 1, seen);
            var isUnseen = seen is not null && before is not null && before.Version > seen && before.By.Subject != deed.By;
            if (now.IsOk && isUnseen && now.Value.StateOf($"s{deed.Step}") != before!.State)
            {
                return false;
            }

            (state, version) = now.IsOk && !ReferenceEquals(now.Value, state) ? (now.Value, version + 1) : (state, version);
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<WalkState> Run(int steps, List<Deed> deeds)
    {
        var (state, version) = (WalkState.Begin(Outline(steps)), 1L);
        yield return state;
        foreach (var deed in deeds)
        {
            var now = Apply(state, deed, version + 1, deed.Age is { } age ? version - age : null);
            if (now.IsOk)
            {
                (state, version) = (now.Value, version + 1);
            }

            yield return state;
        }
    }

    private static Result<WalkState> Apply(WalkState state, Deed deed, long version, long? seen) => WalkRules.Mark(
        state, $"s{deed.Step}", deed.State, deed.To >= 0 ? new RunbookJump($"it is {deed.To}", $"s{deed.To}") : null, new WalkTurn(new(deed.By, deed.By), Noon.AddSeconds(version), version, seen));

    private static ImmutableArray<RunbookStep> Outline(int steps) => [.. Enumerable.Range(0, steps).Select(number => new RunbookStep($"s{number}", number + 1, $"Step {number}", "Diagnose", number))];

    private sealed record Deed(int Step, StepState State, int To, string By, int? Age);
}
