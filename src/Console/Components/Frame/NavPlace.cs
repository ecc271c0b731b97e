using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OpsConsole.Components.Frame;

/// <summary>An entry of the navigation that stands for another address as well: pages that have no entry of their own.</summary>
public sealed class NavPlace : NavLink
{
    /// <summary>The other address, from the console's base on, without a slash at either end.</summary>
    [Parameter, EditorRequired]
    public string Also { get; set; } = string.Empty;

    [Inject]
    private NavigationManager Place { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool ShouldMatch(string uriAbsolute)
    {
        if (base.ShouldMatch(uriAbsolute))
        {
            return true;
        }

        var path = Place.ToBaseRelativePath(uriAbsolute).Split('?', '#')[0];
        return path == Also || path.StartsWith($"{Also}/", StringComparison.Ordinal);
    }
}
