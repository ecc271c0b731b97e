using OpsConsole.Soak.Pages;
using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.People;

/// <summary>What people know of, so that what they ask makes sense: alerts, systems, runbooks.</summary>
/// <param name="Systems">The systems.</param>
/// <param name="Runbooks">The runbooks' keys.</param>
/// <param name="Alertmanager">What fires.</param>
/// <param name="Book">Where they write down what they did.</param>
internal sealed record Surroundings(IReadOnlyList<SystemPlan> Systems, IReadOnlyList<string> Runbooks, AlertmanagerReader Alertmanager, ActBook Book)
{
    /// <summary>An alert that fires, as far as is known.</summary>
    public async Task<ActiveAlert?> AnAlertAsync(Hand hand, CancellationToken cancellation) => hand.OneOf(await Alertmanager.LastKnownAsync(cancellation));
}
