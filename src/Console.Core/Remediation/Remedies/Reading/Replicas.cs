using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Remediation;

/// <summary>A number of replicas.</summary>
internal static class Replicas
{
    /// <summary>The parameter's name.</summary>
    public const string Field = "replicas";

    /// <summary>Reads it; what is wrong is told apart, since each slip is mended in another way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="least">The fewest that the profile allows.</param>
    /// <param name="most">The most that the profile allows.</param>
    public static Result<int> Read(string text, int least, int most)
    {
        var (given, right) = (FieldReader.Short(text), $"the profile allows {least} to {most}");
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            // More digits than an int holds are more than any profile allows.
            return !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most
                    ? new Problem(Field, $"{given} are too many replicas: {right}")
                : number < least ? new Problem(Field, $"{given} are too few replicas: {right}")
                : number;
        }

        return new Problem(Field, text switch
        {
            "" => $"is empty: {right}",
            ['-', .. var digits] when digits.All(char.IsAsciiDigit) && digits.Length > 0 => $"{given} is below nought: {right}",
            _ when double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                $"{given} is no whole number, and there is no half a replica: {right}",
            _ => $"'{given}' is no number: write it in digits; {right}",
        });
    }

    /// <summary>The number in parameters that were read.</summary>
    /// <param name="parameters">The parameters.</param>
    public static int Of(ImmutableSortedDictionary<string, string> parameters) => int.Parse(parameters[Field], CultureInfo.InvariantCulture);

    /// <summary>In its one spelling.</summary>
    /// <param name="number">The number.</param>
    public static string Write(int number) => number.ToString(CultureInfo.InvariantCulture);
}
