using System.Text.Json.Nodes;

namespace OpsConsole.Soak.Records;

/// <summary>What was begun, by the audit, and what became of it.</summary>
/// <param name="Begun">How many intents there are.</param>
/// <param name="Wrong">Those that have no outcome, or more than one; and actions that were begun twice.</param>
internal sealed record Intents(int Begun, IReadOnlyList<string> Wrong)
{
    private static readonly string[] Outcomes = ["succeeded", "failed", "unknown", "denied"];

    /// <summary>Reads them off the audit: an intent is an entry 'started', its outcome a later one of the same affair and action.</summary>
    public static Intents Of(IEnumerable<JsonNode> audit)
    {
        var (begun, wrong) = (0, new List<string>());
        foreach (var affair in audit.GroupBy(entry => (Correlation: $"{entry["correlation"]}", Action: $"{entry["action"]}")))
        {
            var stages = affair.Select(entry => $"{entry["stage"]}").ToList();
            var first = stages.IndexOf("started");
            if (first < 0)
            {
                continue;
            }

            begun++;
            var (starts, ends) = (stages.Count(stage => stage == "started"), stages.Skip(first).Count(Outcomes.Contains));
            if (starts != 1 || ends != 1)
            {
                wrong.Add($"{affair.Key.Action} {affair.Key.Correlation} is on record as {string.Join(", ", stages)}");
            }
        }

        return new(begun, wrong);
    }
}
