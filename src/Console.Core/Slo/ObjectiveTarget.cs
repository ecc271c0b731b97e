using System.Globalization;

namespace OpsConsole.Slo;

/// <summary>Which targets can be promised: one rule for profiles, imports and what-if.</summary>
public static class ObjectiveTarget
{
    /// <summary>What is wrong with a target; null when nothing is.</summary>
    /// <param name="percent">The per cent that must be good.</param>
    public static string? Wrong(double percent) => percent switch
    {
        double.NaN or double.PositiveInfinity or double.NegativeInfinity => "is no number: write the per cent that must be good, for example 99.9",
        <= 0 => $"must be above 0 and below 100 (per cent), got {Text(percent)}: it would promise nothing, and no failure could use up its budget",
        >= 100 => $"must be above 0 and below 100 (per cent), got {Text(percent)}: it would leave no budget, so that one failure breaks the promise and every burn rate is a division by zero; 99.99 is strict already",
        1 => "is in per cent: 1 as a share would be 100%, which leaves no budget; write for example 99.9",
        < 1 => $"is in per cent: {Text(percent)} is a share; write {Text(Math.Round(percent * 100, 6))}",
        > 99.9999999 => $"must leave a budget: {Text(percent)} allows less than one failure in a thousand million",
        _ => null,
    };

    /// <summary>A target in per cent as a share, rounded: 99.9 / 100 is 0.9990000000000001, and burn rates divide by what is left.</summary>
    /// <param name="percent">The per cent that must be good.</param>
    public static double Share(double percent) => Math.Round(percent / 100, 12);

    private static string Text(double percent) => percent.ToString(CultureInfo.InvariantCulture);
}
