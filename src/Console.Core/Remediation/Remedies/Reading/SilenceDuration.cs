using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>How long a silence lasts from now.</summary>
internal static class SilenceDuration
{
    /// <summary>The parameter's name.</summary>
    public const string Field = "duration";

    /// <summary>Shorter ones are over before anybody sees them.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>A guard holds it to the profile's longest; this only keeps the end within what a date can say.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads it.</summary>
    /// <param name="text">The text.</param>
    public static Result<TimeSpan> Read(string text)
    {
        var read = PromDuration.Parse(text);
        return !read.IsOk ? read
            : read.Value < Shortest ? new Problem(Field, $"must be 1m at least, for example 2h; {PromDuration.Format(read.Value)} is over before anybody sees it")
            : read.Value > Longest ? new Problem(Field, "is longer than ten years: write for example 2h")
            : read;
    }

    /// <summary>The duration in parameters that were read.</summary>
    /// <param name="parameters">The parameters.</param>
    public static TimeSpan Of(ImmutableSortedDictionary<string, string> parameters) => PromDuration.Parse(parameters[Field]).Value;
}
