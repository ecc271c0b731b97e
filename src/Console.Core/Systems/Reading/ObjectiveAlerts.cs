using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads what an objective says about alerts: those that there are already, and whether it has any of its own.</summary>
internal static partial class ObjectiveAlerts
{
    /// <summary>The alerts that already call somebody when the objective fails.</summary>
    /// <param name="field">The objective.</param>
    public static ImmutableArray<string> PagedBy(FieldReader field) => field.Texts("paged_by", WrongAlert);

    /// <summary>The objective that this one states once more; null when it stands for itself.</summary>
    /// <param name="field">The objective.</param>
    /// <param name="above">
    /// The names of those that stand above it and for themselves: so that no two can each be the same as the other, and neither has an alert.
    /// </param>
    public static string? SameAs(FieldReader field, List<string> above)
    {
        var other = field.OptionalText("same_as");
        if (other is not null && !above.Contains(other))
        {
            field.Wrong("same_as", $"'{FieldReader.Short(other)}' is no objective that stands above this one and for itself"
                + (above.Count == 0 ? string.Empty : $": those are {string.Join(", ", above)}"));
        }

        return other;
    }

    private static string? WrongAlert(string name) =>
        AlertName().IsMatch(name) ? null : $"'{FieldReader.Short(name)}' is not the name of an alert: letters, digits and '_', beginning with a letter";

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex AlertName();
}
