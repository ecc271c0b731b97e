using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Remediation;

/// <summary>When a silence ends: so long after now, at a time, or once its alerts are over.</summary>
internal static class SilenceTime
{
    /// <summary>The parameter for a time to end at.</summary>
    public const string End = "end";

    /// <summary>The parameter that lets the console end it once its alerts are over; the duration is the longest then.</summary>
    public const string Until = "until";

    /// <summary>The one value of <see cref="Until"/>.</summary>
    public const string Resolved = "resolved";

    /// <summary>The longest that the console goes on by itself.</summary>
    public static readonly TimeSpan LongestKept = TimeSpan.FromHours(24);

    /// <summary>The fields of the three ways.</summary>
    public static ImmutableArray<ActionField> Fields { get; } =
    [
        new(SilenceDuration.Field, "Duration", FieldForm.Duration, "2h"),
        new(End, "End, instead of a duration", FieldForm.Text, "2026-11-30T18:00:00Z") { IsOptional = true },
    ];

    /// <summary>The field of the third way.</summary>
    public static ActionField UntilField { get; } = new(Until, "Until, instead of an end", FieldForm.Text, "resolved: 15 min after the last alert, after the duration at the latest") { IsOptional = true };

    /// <summary>Reads which of the ways is asked for, and its values.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="now">The time.</param>
    public static void Read(RequestFields fields, DateTimeOffset now)
    {
        if (!fields.Has(End))
        {
            fields.Read<TimeSpan>(SilenceDuration.Field, "for example 2h", fields.Has(Until) ? ReadKept : SilenceDuration.Read, PromDuration.Format);
        }
        else if (fields.Has(SilenceDuration.Field))
        {
            fields.Wrong(End, "is given beside a duration: give one of the two");
        }
        else
        {
            fields.Read(End, "for example 2026-11-30T18:00:00Z", text => ReadEnd(text, now), Write);
        }

        if (!fields.Has(Until))
        {
            return;
        }

        if (fields.Has(End))
        {
            fields.Wrong(Until, "is given beside an end: give a duration, which is the longest then");
        }

        fields.Read<string>(Until, Resolved, text => text == Resolved ? text : new Problem(Until, $"'{FieldReader.Short(text)}' is not known: write {Resolved}, or leave it away"), text => text);
    }

    /// <summary>When it ends at the latest, begun at a time.</summary>
    /// <param name="parameters">The parameters, read.</param>
    /// <param name="from">The begin.</param>
    public static DateTimeOffset EndsAt(ImmutableSortedDictionary<string, string> parameters, DateTimeOffset from) =>
        parameters.TryGetValue(End, out var end) ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) : from + SilenceDuration.Of(parameters);

    /// <summary>How long it lasts at the longest, begun at a time.</summary>
    /// <param name="parameters">The parameters, read.</param>
    /// <param name="from">The begin.</param>
    public static TimeSpan Lasts(ImmutableSortedDictionary<string, string> parameters, DateTimeOffset from) => EndsAt(parameters, from) - from;

    /// <summary>Whether the console ends it once its alerts are over.</summary>
    /// <param name="parameters">The parameters, read.</param>
    public static bool IsKept(ImmutableSortedDictionary<string, string> parameters) => parameters.ContainsKey(Until);

    /// <summary>In words: <c>for 2h</c>.</summary>
    /// <param name="parameters">The parameters, read.</param>
    public static string Words(ImmutableSortedDictionary<string, string> parameters) => parameters.TryGetValue(End, out var end) ? $"until {Clock(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture))}"
        : IsKept(parameters) ? $"until its alerts are over, {parameters[SilenceDuration.Field]} at most"
        : $"for {parameters[SilenceDuration.Field]}";

    /// <summary>A time as a parameter.</summary>
    /// <param name="at">The time.</param>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString(at.Second == 0 ? "yyyy-MM-dd HH:mm 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Result<TimeSpan> ReadKept(string text)
    {
        var read = SilenceDuration.Read(text);
        return read.IsOk && read.Value > LongestKept
            ? new Problem(SilenceDuration.Field, $"is longer than {PromDuration.Format(LongestKept)}: the console lets no silence go on by itself for longer")
            : read;
    }

    private static Result<DateTimeOffset> ReadEnd(string text, DateTimeOffset now)
    {
        // Without an offset it would be read in the server's zone, which nobody means.
        if (!DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            || !(text[^1] == 'Z' || text[^6] is '+' or '-'))
        {
            return new Problem(End, $"'{FieldReader.Short(text)}' is no time with its offset from UTC: write for example 2026-11-30T18:00:00Z");
        }

        return end <= now ? new Problem(End, $"comes before the begin, which is now ({Write(now)}): write a later one")
            : end - now < SilenceDuration.Shortest ? new Problem(End, "is less than 1m away: it would be over before anybody sees it")
            : end - now > SilenceDuration.Longest ? new Problem(End, "is more than ten years away: write for example 2026-11-30T18:00:00Z")
            : end;
    }
}
