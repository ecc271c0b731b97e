using System.Collections.Immutable;
using System.Text;
using OpsConsole.Systems;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>An objective that was read from an OpenSLO file, and what a person should know who puts it into a profile.</summary>
/// <param name="Objective">The objective. Its unit is <c>events</c>: OpenSLO does not say what is counted.</param>
/// <param name="Notes">What could not be taken over as it was, a sentence each.</param>
public sealed record ImportedObjective(ObjectiveProfile Objective, ImmutableArray<string> Notes);

/// <summary>Writes imported objectives as the <c>slos:</c> part of a profile.</summary>
public static class ImportedText
{
    /// <summary>The part of a profile.</summary>
    /// <param name="objectives">The objectives; at least one.</param>
    public static string Of(ImmutableArray<ImportedObjective> objectives)
    {
        var text = new StringBuilder("slos:\n");
        foreach (var (at, imported) in objectives.Index())
        {
            text.Append(at == 0 ? string.Empty : "\n");
            foreach (var note in imported.Notes)
            {
                text.Append($"  # {Rules.Words.OneLine(note)}\n");
            }

            Write(text, imported.Objective);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ObjectiveProfile objective)
    {
        void Field(string name, string value) => text.Append($"{(name == "name" ? "  - " : "    ")}{name}: {value}\n");
        Field("name", YamlText.Scalar(objective.Name));
        Field("title", YamlText.Scalar(objective.Title));
        Field("kind", objective.Kind.ToString().ToLowerInvariant());
        Field("target", Rules.Words.Number(Math.Round(objective.Target * 100, 10)));
        Field("window", objective.Calendar is { } calendar
            ? $"{{calendar: {calendar.Period.ToString().ToLowerInvariant()}, time_zone: {YamlText.Scalar(calendar.TimeZone)}}}"
            : PromDuration.Format(objective.Window));
        Field("unit", YamlText.Scalar(objective.Unit));
        foreach (var (name, promql) in new[] { ("bad", objective.Bad), ("good", objective.Good), ("total", objective.Total) })
        {
            if (promql is not null)
            {
                Field(name, YamlText.Block(promql, "      "));
            }
        }
    }
}
