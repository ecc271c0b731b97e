namespace OpsConsole.Remediation;

/// <summary>One guard: pure, of one scene. What it says is shown to the person, kept with the plan and written into the record.</summary>
internal interface IGuard
{
    /// <summary>What it is, for the documentation and the answer.</summary>
    GuardDescription About { get; }

    /// <summary>Judges.</summary>
    /// <param name="scene">What is known now.</param>
    GuardAnswer Judge(Scene scene);
}

/// <summary>A guard as docs/operations.md tells it.</summary>
/// <param name="Id">Its name, stable and in URL form.</param>
/// <param name="Looks">What it looks at.</param>
/// <param name="Warns">When it warns; null when it never does.</param>
/// <param name="Blocks">When it blocks; null when it never does.</param>
internal sealed record GuardDescription(string Id, string Looks, string? Warns, string? Blocks)
{
    /// <summary>Whether its block may be overridden by who has the right to.</summary>
    public bool MayBeOverridden { get; init; }
}
