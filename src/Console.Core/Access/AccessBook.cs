using OpsConsole.Live;

namespace OpsConsole.Access;

/// <summary>
/// The grants as <c>access.yaml</c> says them now. An edit that can't be read changes nobody's rights: the last good grants stay, and the
/// problem is shown until it is mended. A file that is gone is such a problem, too.
/// </summary>
public sealed class AccessBook : IAccessRules
{
    private readonly AccessFile file;
    private string? read;

    /// <summary>Reads the file for the first time.</summary>
    /// <param name="file">The file.</param>
    /// <param name="clock">The time.</param>
    public AccessBook(AccessFile file, TimeProvider clock)
    {
        this.file = file;
        Section = new LiveSection<AccessRules>("access", TimeSpan.MaxValue, clock);
        Look();
    }

    /// <summary>Raised when the grants changed. Handlers must be quick.</summary>
    public event Action? Changed;

    /// <summary>The grants in use, and what is wrong with the file: for pages that show it.</summary>
    public LiveSection<AccessRules> Section { get; }

    /// <summary>What is wrong with the file; empty when nothing is.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>The rules in use.</summary>
    public AccessRules Rules => Section.Current.Value ?? AccessRules.Nobody;

    /// <inheritdoc/>
    public Decision Decide(Person person, GuardedAction action, string? system = null) => Rules.Decide(person, action, system);

    /// <summary>Looks at the file; never twice at a time.</summary>
    /// <returns>Whether anything differs from the last time: the grants, or what is wrong.</returns>
    internal bool Look()
    {
        var found = AccessReader.Read(file.Path);
        var content = found.Match(grants => string.Join('\n', grants.Select(grant => grant.InFull())), _ => $"?{found.Explanation}");
        if (content == read)
        {
            return false;
        }

        read = content;
        Problems = found.Problems;
        if (!found.IsOk)
        {
            Section.Failed(found.Problems.Length == 1 ? found.Explanation : $"{found.Problems[0]} (and {found.Problems.Length - 1} more)");
            return true;
        }

        Section.Observed(new AccessRules(found.Value));
        Changed?.Invoke();
        return true;
    }
}
