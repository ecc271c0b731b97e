using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.SignIn;

namespace OpsConsole.Components.Remediation;

/// <summary>What of the guarded actions waits for the person whose page it is.</summary>
/// <param name="ToDecide">Requests of others that they could agree to.</param>
/// <param name="Own">Their own requests that wait for somebody else.</param>
/// <param name="Reviews">Broken glasses of others that they could review.</param>
internal sealed record WaitingForMe(int ToDecide, int Own, IReadOnlyList<ReviewItem> Reviews)
{
    /// <summary>Counts.</summary>
    /// <param name="board">What is known now; null when nothing is.</param>
    /// <param name="current">Whose page it is.</param>
    public static WaitingForMe Of(ActionBoard? board, CurrentPerson current)
    {
        if (board is null || current.Person is not { } me)
        {
            return new(0, 0, []);
        }

        bool MayApprove(string system) => current.Decide(Actions.Approve, system).IsAllowed;
        var waiting = board.Waiting.ToList();
        return new(
            waiting.Count(run => run.By.Subject != me.Subject && MayApprove(run.Plan.System)),
            waiting.Count(run => run.By.Subject == me.Subject),
            [.. board.Reviews.Where(review => review.ClosedAt is null && board.Find(review.Id)?.By.Subject != me.Subject && MayApprove(review.System))]);
    }
}
