using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using OpsConsole.Live;

namespace OpsConsole.Pages.Maintenance;

/// <summary>The maintenance windows that a silence's comment names.</summary>
public sealed partial class WindowOfSilence : ComponentBase
{
    private const int Most = 3;
    private List<string> named = [];

    /// <summary>The silence's comment.</summary>
    [Parameter, EditorRequired]
    public string Comment { get; set; } = string.Empty;

    [Inject]
    private LiveState Live { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() => named = [.. Mark().Matches(Comment).Select(mark => mark.Groups[1].Value).Distinct().Take(Most)];

    [GeneratedRegex(@"\(window ([a-z0-9]{20}), \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC\)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
