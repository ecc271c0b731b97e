using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace OpsConsole.Hosting;

/// <summary>Turns what the framework throws at wrong settings into sentences: a stack trace tells nobody which line to mend.</summary>
internal static partial class SettingsProblems
{
    /// <summary>Asks every settings section whether it makes sense, before anything is started.</summary>
    /// <param name="services">The console's services.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static ImmutableArray<Problem> SettingProblems(this IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (Exception e) when (Of(e) is { IsEmpty: false } problems)
        {
            return problems;
        }
    }

    /// <summary>What an exception says about the settings; empty when it is about something else.</summary>
    /// <param name="exception">The exception.</param>
    public static ImmutableArray<Problem> Of(Exception exception) => exception switch
    {
        OptionsValidationException e => [.. e.Failures.Select(failure => OfAnnotation(e.OptionsType, failure) ?? new Problem(string.Empty, failure))],
        AggregateException e => [.. e.InnerExceptions.SelectMany(inner => Of(inner))],
        InvalidDataException { InnerException: FormatException { InnerException: JsonException json } } e =>
            [new Problem(string.Empty, $"{e.Message.TrimEnd('.')}: it is no JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})")],
        InvalidDataException { InnerException: { } cause } e => [new Problem(string.Empty, $"{e.Message.TrimEnd('.')}: {cause.Message}")],

        // The binder: a word where a number is due, or a setting that does not exist.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } e => [new Problem(string.Empty, e.Message)],
        _ => [],
    };

    // The framework names the class and the property; people know the setting.
    private static Problem? OfAnnotation(Type options, string failure)
    {
        var section = options.GetField("Section")?.GetRawConstantValue() as string;
        return section is not null && Annotation().Match(failure) is { Success: true } found
            ? new Problem($"{section}:{found.Groups["member"].Value}", found.Groups["says"].Value)
            : null;
    }

    [GeneratedRegex("members: '(?<member>[^']+)' with the error: '(?<says>.+)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Annotation();

    /// <summary>A problem that may be none, as a list.</summary>
    /// <param name="problem">The problem.</param>
    public static ImmutableArray<Problem> When(Problem? problem) => problem is null ? [] : [problem];
}
