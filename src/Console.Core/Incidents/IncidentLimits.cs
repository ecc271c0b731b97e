using System.Globalization;
using OpsConsole.Audit;

namespace OpsConsole.Incidents;

/// <summary>How much an incident takes, and what is made of what people send: whatever comes from outside is bounded before it is kept.</summary>
internal static class IncidentLimits
{
    /// <summary>The most characters of a title.</summary>
    public const int Title = 200;

    /// <summary>The most characters of a note, a cause or a reason.</summary>
    public const int Text = 4_000;

    /// <summary>The most characters of a name of a person or a role.</summary>
    public const int Name = 100;

    /// <summary>The most of what belongs to an incident.</summary>
    public const int Links = 500;

    /// <summary>The most systems of an incident.</summary>
    public const int Systems = 20;

    /// <summary>The most people, and the most roles, of an incident.</summary>
    public const int People = 100;

    /// <summary>The most that happens on an incident before it must be closed: nobody gets so far but a loop.</summary>
    public const int Events = 5_000;

    /// <summary>The class of the least urgent.</summary>
    public const int LastClass = 3;

    /// <summary>How much a clock elsewhere may be ahead before a time counts as one in the future.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>A text of one line as it is kept: without what breaks a line, and without spaces around it.</summary>
    public static string Line(string? text) => StorableJson.Of(string.Concat((text ?? string.Empty).Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim());

    /// <summary>A text as it is kept.</summary>
    public static string Words(string? text) => StorableJson.Of((text ?? string.Empty).ReplaceLineEndings("\n").Trim());

    /// <summary>The beginning of a text that is too long.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";

    /// <summary>What is wrong with a text that must be there; null when nothing is.</summary>
    /// <param name="where">Its field.</param>
    /// <param name="text">The text, as it is kept.</param>
    /// <param name="most">The most characters.</param>
    /// <param name="due">What belongs there, for who left it out.</param>
    public static Problem? Missing(string where, string text, int most, string due) =>
        text.Length == 0 ? new Problem(where, $"is empty: {due}") : TooLong(where, text, most);

    /// <summary>What is wrong with a text's length; null when nothing is.</summary>
    public static Problem? TooLong(string where, string text, int most) => Problem.When(text.Length > most, where, $"has {text.Length} characters; {most} are the most");

    /// <summary>What is wrong with a class; null when nothing is.</summary>
    public static Problem? WrongClass(int number) => Problem.When(number is < 0 or > LastClass, "class", $"must be a whole number from 0 (worst) to {LastClass}");

    /// <summary>What is wrong with the time that something is said to have happened at; null when nothing is.</summary>
    /// <param name="where">Its field.</param>
    /// <param name="at">The time; null for none.</param>
    /// <param name="from">The earliest that it can be; null when any will do.</param>
    /// <param name="now">The time now.</param>
    public static Problem? WrongTime(string where, DateTimeOffset? at, DateTimeOffset? from, DateTimeOffset now) =>
        at > now + Ahead ? new Problem(where, $"is in the future: it is {Clock(now)} now")
        : at < from ? new Problem(where, $"is before the incident began, at {Clock(from.Value)}")
        : null;

    /// <summary>A time in a sentence.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
