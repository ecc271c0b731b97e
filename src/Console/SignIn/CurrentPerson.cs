using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>Whose page this is: one for each circuit and each request. Kept current while the page is open.</summary>
/// <param name="rules">Who may do what.</param>
internal sealed class CurrentPerson(IAccessRules rules)
{
    private static readonly Decision Nobody = new(false, "nobody is signed in", null);

    /// <summary>Raised when the person, their groups or the grants changed, or their session ended.</summary>
    public event Action? Changed;

    /// <summary>The person; null when nobody is signed in, or no longer.</summary>
    public Person? Person { get; private set; }

    /// <summary>Their session; null for a token.</summary>
    public Session? Session { get; private set; }

    /// <summary>What could not be confirmed just now; null when all was.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Why nobody is signed in any more; null while somebody is, and before.</summary>
    public string? OverWords { get; private set; }

    /// <summary>Whether they may do something now. Ask again at the moment of acting.</summary>
    /// <param name="action">What.</param>
    /// <param name="system">The system's id; null for an action that is done to none.</param>
    public Decision Decide(GuardedAction action, string? system = null) => Person is { } person ? rules.Decide(person, action, system) : Nobody;

    /// <summary>The sign-in tells who it is now.</summary>
    /// <param name="person">The person; null when nobody is signed in.</param>
    /// <param name="session">Their session; null for a token.</param>
    /// <param name="doubt">What could not be confirmed; null for nothing.</param>
    public void Is(Person? person, Session? session = null, string? doubt = null)
    {
        (Person, Session, Doubt, OverWords) = (person, session, doubt, null);
        Changed?.Invoke();
    }

    /// <summary>The session ended.</summary>
    /// <param name="words">Why, for the person.</param>
    public void IsOver(string words)
    {
        (Person, Session, Doubt, OverWords) = (null, null, null, words);
        Changed?.Invoke();
    }
}
