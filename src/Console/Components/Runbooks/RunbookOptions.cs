using System.Diagnostics.CodeAnalysis;

namespace OpsConsole.Components.Runbooks;

/// <summary>What the runbooks lead to: the configuration section <c>Runbooks</c>.</summary>
internal sealed class RunbookOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Runbooks";

    private const string Place = "{query}";

    /// <summary>The log tool's address with <c>{query}</c> where the LogQL goes: <c>https://logs.example.com/explore?q={query}</c>; null where there is none.</summary>
    public string? LogsAddress { get; set; }

    /// <summary>Whether <see cref="LogsAddress"/> can be used.</summary>
    public bool IsUsable() => LogsAddress is not { } address
        || (address.Contains(Place, StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");

    /// <summary>Where a query leads; null where there is no log tool.</summary>
    /// <param name="query">The LogQL.</param>
    [SuppressMessage("Design", "CA1055", Justification = "It goes into a page as text.")]
    public string? LogsFor(string query) => LogsAddress?.Replace(Place, Uri.EscapeDataString(query), StringComparison.Ordinal);
}
