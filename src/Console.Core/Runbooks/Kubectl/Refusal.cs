namespace OpsConsole.Runbooks.Kubectl;

/// <summary>How it is said that a line is not answered.</summary>
internal static class Refusal
{
    private const string Instead = ": run it yourself";

    /// <summary>A refusal for a reason that lies in the line.</summary>
    /// <param name="why">A clause that begins in lower case.</param>
    public static Problem Because(string why) => new(string.Empty, $"{why}{Instead}");

    /// <summary>A refusal for what would be filled in.</summary>
    /// <param name="place">The template's name.</param>
    /// <param name="why">A clause that follows on the template.</param>
    public static Problem OfPlace(string place, string why) => new(place, $"{{{{ {place} }}}} {why}{Instead}");

    /// <summary>The refusal as a result.</summary>
    /// <param name="problem">The refusal.</param>
    public static NotAnsweredResult AsResult(Problem problem) =>
        new(problem.What.Length > 0 ? $"{char.ToUpperInvariant(problem.What[0])}{problem.What[1..]}." : problem.What);
}
