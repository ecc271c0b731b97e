using System.Globalization;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Amounts as Kubernetes writes them: <c>250m</c>, <c>64Mi</c>, <c>1234567n</c>.</summary>
internal static class Quantity
{
    private static readonly (string Unit, decimal Factor)[] Units =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024), ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m),
        ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("", 1m),
    ];

    /// <summary>Reads an amount; null when it is none.</summary>
    /// <param name="text">The text.</param>
    public static decimal? Read(string? text)
    {
        var unit = text is null ? default : Units.First(it => text.EndsWith(it.Unit, StringComparison.Ordinal));
        return text is { Length: < 30 } && decimal.TryParse(text[..^unit.Unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e15m ? number * unit.Factor : null;
    }
}
