using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences;

public sealed class SelectionMatchersTests
{
    private static readonly ImmutableArray<Alert> Board =
    [
        .. from pod in new[] { "a", "b", "c.d" } from name in new[] { "Slow", "Lag" } select Any.Alert(name, labels: [("pod", pod), ("zone", "z1")]),
        Any.Alert("Odd", "beta", labels: ("zone", "z1")),
    ];

    [Fact]
    public void One_alert_is_fitted_by_all_its_labels()
    {
        var matchers = SelectionMatchers.For([Board[0]], Board).Value;

        Assert.Equal(Board[0].Labels.Count, matchers.Length);
        Assert.All(matchers, matcher => Assert.Equal(MatchKind.Equal, matcher.Kind));
    }

    [Fact]
    public void All_that_share_their_labels_need_no_alternatives()
    {
        var chosen = Board.Where(alert => alert.Name == "Slow").ToArray();

        Assert.DoesNotContain(SelectionMatchers.For(chosen, Board).Value, matcher => matcher.Kind is MatchKind.Regex);
    }

    [Fact]
    public void Some_of_them_are_fitted_by_alternatives_of_the_one_label_in_which_they_differ()
    {
        var chosen = Board.Where(alert => alert.Name == "Slow" && alert.Labels["pod"] != "b").ToArray();

        Assert.Equal("alertname=\"Slow\", pod=~\"a|c\\\\.d\", severity=\"critical\", system=\"alpha\", zone=\"z1\"", SelectionMatchers.Write(chosen, Board).Value);
    }

    [Fact]
    public void Where_no_list_fits_exactly_these_it_says_how_many_more_would_be_held_back()
    {
        var chosen = Board.Where(alert => (alert.Name, alert.Labels["pod"]) is ("Slow", "a") or ("Lag", "b")).ToArray();

        Assert.Contains("would hold back 2 more", SelectionMatchers.For(chosen, Board).Explanation, StringComparison.Ordinal);
        Assert.False(SelectionMatchers.For([], Board).IsOk);
    }

    [Fact]
    public void More_than_an_address_carries_is_said()
    {
        ImmutableArray<Alert> many = [.. Enumerable.Range(0, 400).Select(i => Any.Alert(labels: ("pod", $"a-name-of-a-pod-{i}"))), Any.Alert(labels: ("pod", "other"))];

        Assert.Contains("choose fewer", SelectionMatchers.Write(many[..400], many).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_chosen_the_matchers_fit_exactly_that() => Prop.ForAll(
        (from values in Gen.ArrayOf(Any.Texts.Two(), 8) from picked in Gen.ArrayOf(Gen.Elements(0, 1, 2, 3, 4, 5, 6, 7), 3) select (values, picked)).ToArbitrary(), given =>
        {
            ImmutableArray<Alert> board = [.. given.values.Select(value => Any.Alert(value.Item1, labels: ("pod", value.Item2))).DistinctBy(alert => alert.Fingerprint)];
            var chosen = given.picked.Where(index => index < board.Length).Distinct().Select(index => board[index]).ToArray();
            var read = SelectionMatchers.Write(chosen, board);
            return !read.IsOk || board.Where(alert => MatcherList.Read(read.Value).Value.All(matcher => matcher.Matches(alert.Labels))).ToHashSet().SetEquals(chosen);
        }).QuickCheckThrowOnFailure();
}
