using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Reads an object that may lack anything, or hold something else where a field is due.</summary>
internal static class ObjectFields
{
    extension(JsonNode? node)
    {
        /// <summary>What stands at a path; null for nothing.</summary>
        public JsonNode? At(params ReadOnlySpan<string> path)
        {
            var here = node;
            foreach (var step in path)
            {
                here = here is JsonObject @object && @object.TryGetPropertyValue(step, out var value) ? value : null;
            }

            return here;
        }

        /// <summary>The text at a path; null for none. A number or a truth is text, too.</summary>
        public string? Text(params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? value.ToString() : null;

        /// <summary>The whole number at a path; zero where there is none: that is how a cluster writes zero.</summary>
        public long Number(params ReadOnlySpan<string> path) =>
            long.TryParse(node.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

        /// <summary>The objects of the list at a path.</summary>
        public IEnumerable<JsonObject> Items(params ReadOnlySpan<string> path) => node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

        /// <summary>The fields of the object at a path.</summary>
        public IEnumerable<KeyValuePair<string, JsonNode?>> Fields(params ReadOnlySpan<string> path) => node.At(path) is JsonObject @object ? @object : [];

        /// <summary>The time at a path.</summary>
        public DateTimeOffset? Time(params ReadOnlySpan<string> path) =>
            DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    /// <summary>A label selector as kubectl writes it; empty for one that selects everything.</summary>
    /// <param name="selector">The selector of a workload.</param>
    public static string SelectorText(JsonNode? selector) => string.Join(',', selector.Fields("matchLabels").Select(label => $"{label.Key}={label.Value}").Concat(
        selector.Items("matchExpressions").Select(term => (term.Text("operator"), string.Join(',', Values(term))) switch
        {
            ("Exists", _) => $"{term.Text("key")}",
            ("DoesNotExist", _) => $"!{term.Text("key")}",
            ("NotIn", var values) => $"{term.Text("key")} notin ({values})",
            var (_, values) => $"{term.Text("key")} in ({values})",
        })));

    /// <summary>A span as kubectl writes ages: <c>42s</c>, <c>5m10s</c>, <c>3h</c>, <c>12d</c>.</summary>
    /// <param name="span">The span.</param>
    public static string Age(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span switch
    {
        { TotalSeconds: < 0 } => "0s",
        { TotalSeconds: < 120 } => $"{(int)span.TotalSeconds}s",
        { TotalMinutes: < 10 } => span.Seconds == 0 ? $"{(int)span.TotalMinutes}m" : $"{(int)span.TotalMinutes}m{span.Seconds}s",
        { TotalHours: < 3 } => $"{(int)span.TotalMinutes}m",
        { TotalHours: < 8 } => span.Minutes == 0 ? $"{(int)span.TotalHours}h" : $"{(int)span.TotalHours}h{span.Minutes}m",
        { TotalHours: < 48 } => $"{(int)span.TotalHours}h",
        { TotalDays: < 8 } => span.Hours == 0 ? $"{(int)span.TotalDays}d" : $"{(int)span.TotalDays}d{span.Hours}h",
        _ => $"{(int)span.TotalDays}d",
    }}");

    private static IEnumerable<string> Values(JsonObject term) => term.At("values") is JsonArray values ? values.Select(value => $"{value}") : [];
}
