using OpsConsole.Soak.Pages;
using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.Troubles;

/// <summary>Something that is made to go wrong.</summary>
/// <param name="Upstream">What it strikes.</param>
/// <param name="How">What is done to it: <c>killed</c>.</param>
/// <param name="StrikeAsync">Does it.</param>
/// <param name="MendAsync">Takes it back.</param>
/// <param name="Sign">What pages must say meanwhile.</param>
internal sealed record Trouble(string Upstream, string How, Func<Task> StrikeAsync, Func<CancellationToken, Task> MendAsync, OutageSigns.Sign Sign)
{
    /// <summary>What no page may say at any moment of it; null for nothing of its own.</summary>
    public OutageSigns.Sign? Lie { get; init; }

    /// <summary>The replica that it strikes; null when it strikes none.</summary>
    public Replica? Victim { get; init; }

    public override string ToString() => $"{Upstream} is {How}";
}
