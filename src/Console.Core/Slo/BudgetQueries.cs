using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The very questions behind a budget, for who wants to reckon it again.</summary>
/// <param name="Part">What asks for bad events, or for good ones where the profile only knows those.</param>
/// <param name="PartIsGood">Whether it asks for good events.</param>
/// <param name="Total">What asks for all events.</param>
/// <param name="Times">What both answers are multiplied by to be events, or minutes.</param>
public sealed record BudgetQueries(string Part, bool PartIsGood, string Total, double Times)
{
    /// <summary>Those over a window that ends now.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="window">The window.</param>
    public static BudgetQueries Of(string system, ObjectiveProfile objective, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var whole = TimeSpan.FromMinutes(Math.Max(5, Math.Round(window.TotalMinutes)));
        var asked = SloQueries.Of(system, objective, [whole]);
        return new BudgetQueries(asked[0], !objective.Recorded && objective.Bad is null, asked[1], SloQueries.Times(objective, whole));
    }
}
