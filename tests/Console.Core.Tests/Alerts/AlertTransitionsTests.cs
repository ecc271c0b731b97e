using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertTransitionsTests
{
    [Fact]
    public void New_changed_and_ended_alerts_are_told_and_the_others_are_not()
    {
        var (stays, changes, ends, begins) = (Any.Alert("Stays"), Any.Alert("Changes"), Any.Alert("Ends"), Any.Alert("Begins", state: AlertState.Pending));
        var before = new AlertBoard([stays, changes, ends], []);
        var after = new AlertBoard([stays with { Value = 2 }, changes with { State = AlertState.Silenced }, begins], []);

        Assert.Equal(
            [("Changes", AlertState.Firing, AlertState.Silenced), ("Begins", (AlertState?)null, AlertState.Pending), ("Ends", AlertState.Firing, (AlertState?)null)],
            AlertTransitions.Between(before, after, Any.Noon).Select(it => (it.Alert.Name, it.From, it.To)));
    }

    [Fact]
    public void The_same_board_has_no_transitions()
    {
        var board = new AlertBoard([Any.Alert()], []);
        Assert.Empty(AlertTransitions.Between(board, board, Any.Noon));
        Assert.Empty(AlertTransitions.Between(board, new AlertBoard(board.Alerts, ["am"]), Any.Noon));
    }
}
