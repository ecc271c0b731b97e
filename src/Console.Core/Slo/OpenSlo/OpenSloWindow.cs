using System.Globalization;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>Reads an SLO's <c>timeWindow</c>, a list of exactly one.</summary>
internal static class OpenSloWindow
{
    /// <summary>Reads it; null when something is wrong, which is told to the fields.</summary>
    /// <param name="spec">The SLO's <c>spec</c>.</param>
    public static TimeSpan? Read(FieldReader spec)
    {
        if (spec.Groups("timeWindow").ToArray() is not [var field])
        {
            spec.Wrong("timeWindow", "must hold exactly one window, for example - duration: 30d and isRolling: true");
            return null;
        }

        var isRolling = field.Flag("isRolling");
        var text = field.Text("duration", "the window's length, for example 30d");
        field.Skip("calendar");
        field.RefuseTheRest();
        return text.Length == 0 ? null : !isRolling ? Calendar(field) : Rolling(field, text);
    }

    private static TimeSpan? Calendar(FieldReader field)
    {
        field.Wrong("isRolling", "is not true");
        return null;
    }

    // A profile's window must be as long on every day of the year.
    private static TimeSpan? Rolling(FieldReader field, string text)
    {
        if (text.Length > 1 && text[^1] is 'M' or 'Q' or 'Y')
        {
            field.Wrong("duration", $"a rolling window of '{FieldReader.Short(text)}' has no fixed length: write it in days, for example 30d");
            return null;
        }

        if (!PromDuration.TryParse(text, out var window) || !char.IsAsciiDigit(text[0]))
        {
            field.Wrong("duration", $"'{FieldReader.Short(text)}' is no duration: write a number and m, h, d or w, for example 30d");
            return null;
        }

        if (window < ProfileSignals.ShortestWindow || window > ProfileSignals.LongestWindow)
        {
            field.Wrong("duration", string.Create(CultureInfo.InvariantCulture, $"must lie between {PromDuration.Format(ProfileSignals.ShortestWindow)} and {PromDuration.Format(ProfileSignals.LongestWindow)}"));
            return null;
        }

        return window;
    }
}
