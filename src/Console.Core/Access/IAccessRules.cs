namespace OpsConsole.Access;

/// <summary>The one place where rights are decided: pages, hub, HTTP API and command line ask nobody else, at the moment of acting.</summary>
public interface IAccessRules
{
    /// <summary>Decides by the grants as they are now.</summary>
    /// <param name="person">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="system">The system's id; null for an action that is done to none.</param>
    Decision Decide(Person person, GuardedAction action, string? system = null);
}
