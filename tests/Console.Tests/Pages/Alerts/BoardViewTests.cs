using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using OpsConsole.Alerts;
using OpsConsole.Pages.Alerts;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class BoardViewTests
{
    private static readonly Gen<BoardView> Views =
        from states in Gen.SubListOf(Enum.GetValues<AlertState>())
        from hides in Gen.Elements(true, false)
        from labels in Gen.SubListOf("system", "alertname", "namespace", "pod", "_x1")
        from look in Gen.Elements(Enum.GetValues<BoardLook>())
        from sort in Gen.Elements(Enum.GetValues<AlertSort>())
        from across in Gen.Elements("severity", "zone")
        from down in Gen.Elements("system", "pod")
        select new BoardView
        {
            States = states.Count == 0 ? BoardView.Usual.States : [.. states],
            HidesAcknowledged = hides,
            By = labels.Count == 0 ? BoardView.Usual.By : [.. labels.Take(BoardView.MostLabels)],
            Look = look,
            Sort = sort,
            Across = look is BoardLook.Matrix ? across : BoardView.Usual.Across,
            Down = look is BoardLook.Matrix ? down : BoardView.Usual.Down,
        };

    [Fact]
    public void The_usual_view_is_the_bare_address() => Assert.Equal("alerts", BoardView.Usual.Address());

    [Fact]
    public void Every_view_is_read_back_from_its_address() => Prop.ForAll(Views.ToArbitrary(), view =>
    {
        var read = Read(view.Address());
        return read.NotUnderstood.IsEmpty && read.States.SetEquals(view.States) && read.By.SequenceEqual(view.By)
            && (read.HidesAcknowledged, read.Look, read.Sort, read.Across, read.Down) == (view.HidesAcknowledged, view.Look, view.Sort, view.Across, view.Down);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("alerts?by=a%20b,pod&as=hologram&sort=17", "a b", "hologram", "17")]
    [InlineData("alerts?x=%3Cscript%3E", "<script>")]
    public void What_means_nothing_is_passed_over_and_said(string address, params string[] words)
    {
        var view = Read(address);

        Assert.Equal(words, view.NotUnderstood);
        Assert.Equal((BoardLook.Table, AlertSort.Worst, "severity"), (view.Look, view.Sort, view.Across));
    }

    [Fact]
    public void What_was_forgotten_has_an_address_that_a_saved_view_keeps()
    {
        Assert.Equal("alerts?q=state%3Dacknowledged&sort=acknowledged", BoardView.Forgotten.Address());
        Assert.Equal("q=state%3Dacknowledged&sort=acknowledged", OpsConsole.People.SavedQuery.Of(BoardView.Forgotten.Address()));
        Assert.Equal(AlertSort.Acknowledged, Read(BoardView.Forgotten.Address()).Sort);
    }

    [Fact]
    public void A_link_of_before_still_shows_what_it_did()
    {
        var view = Read("alerts?show=firing,pending,silenced,inhibited");

        Assert.Equal((4, false), (view.States.Count, view.HidesAcknowledged));
    }

    [Fact]
    public void The_last_state_that_is_shown_gives_way_to_the_usual_one()
    {
        var silenced = BoardView.Usual with { States = [AlertState.Silenced] };

        Assert.Equal([AlertState.Firing], silenced.Toggled(AlertState.Silenced).States);
        Assert.Equal([AlertState.Firing, AlertState.Silenced], silenced.Toggled(AlertState.Firing).States.Order());
    }

    private static BoardView Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(new Uri("http://console"), address).Query);
        string? Value(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
        return BoardView.Read(Value("show"), Value("by"), Value("as"), Value("sort"), Value("x"), Value("y"));
    }
}
