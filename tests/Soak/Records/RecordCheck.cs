using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Soak.People;

namespace OpsConsole.Soak.Records;

/// <summary>
/// Holds what people remember against what is on record: what was answered is there once, what was refused is not, and what got no answer is there once at most.
/// </summary>
/// <param name="store">The database.</param>
internal sealed partial class RecordCheck(Store store)
{
    /// <summary>How many acts were looked up.</summary>
    public int Checked { get; private set; }

    /// <summary>How many of those that got no answer, or 503, had been done all the same.</summary>
    public int DoneUnheard { get; private set; }

    /// <summary>Looks all acts up.</summary>
    /// <returns>Those whose record is wrong.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<Act> acts, IReadOnlyList<JsonNode> audit, CancellationToken cancellation)
    {
        var wrong = new List<string>();
        foreach (var trace in Trace.All)
        {
            var entries = trace.InAudit is null ? null : Count(audit.Select(trace.InAudit).OfType<string>());
            var rows = trace.Rows is null ? null : Count(await store.TextsAsync(trace.Rows, cancellation));
            foreach (var act in acts.Where(act => act.Kind == trace.Kind))
            {
                Checked++;
                wrong.AddRange(Judge(act, "entries of the audit", entries));
                wrong.AddRange(Judge(act, "rows", rows));
                DoneUnheard += act.Answer is ActAnswer.Unknown or ActAnswer.Away && (entries ?? rows)!.GetValueOrDefault(act.Mark) == 1 ? 1 : 0;
            }
        }

        return [.. wrong, .. BegunAllTheSame(acts, audit)];
    }

    private static IEnumerable<string> BegunAllTheSame(IReadOnlyList<Act> acts, IReadOnlyList<JsonNode> audit)
    {
        var begun = audit.Where(entry => $"{entry["stage"]}" == "started").Select(entry => $"{entry["correlation"]}").ToHashSet(StringComparer.Ordinal);
        return from act in acts
               where act.Answer is ActAnswer.NotBegun
               from entry in audit
               where $"{entry["stage"]}" == "requested" && $"{entry["reason"]}".Contains(act.Mark, StringComparison.Ordinal) && begun.Contains($"{entry["correlation"]}")
               select $"{act.Kind} {act.Mark} of {act.Person} was answered '{act.Says}', and was begun";
    }

    private static IEnumerable<string> Judge(Act act, string what, Dictionary<string, int>? found)
    {
        var count = found?.GetValueOrDefault(act.Mark) ?? 0;
        var (least, most) = act.Answer switch { ActAnswer.Done or ActAnswer.NotBegun => (1, 1), ActAnswer.Refused => (0, 0), _ => (0, 1) };
        return found is null || (count >= least && count <= most) ? [] : [$"{act.Kind} {act.Mark} of {act.Person} was answered '{act.Answer}' ({act.Status}), and has {count} {what}"];
    }

    private static Dictionary<string, int> Count(IEnumerable<string> texts) =>
        texts.SelectMany(text => Mark().Matches(text).Select(mark => mark.Value).Distinct()).GroupBy(mark => mark, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);

    [GeneratedRegex(@"soaked\d{6}")]
    private static partial Regex Mark();
}
