using System.Collections.Immutable;
using System.Text;
using OpsConsole.Systems;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Slo.Rules;

/// <summary>Writes rules as YAML: as Prometheus reads them from a file, or as an object for the Prometheus operator. The same rules give the same text.</summary>
public static class RuleText
{
    private const string Written = "# Written by `OpsConsole rules` from the objectives of the profiles: change those, and write this anew.\n";

    /// <summary>A rule file.</summary>
    /// <param name="groups">The groups.</param>
    public static string Prometheus(ImmutableArray<RuleGroup> groups) => Write(new StringBuilder(Written), groups, string.Empty).ToString();

    /// <summary>A PrometheusRule (<c>monitoring.coreos.com/v1</c>).</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="name">The object's name.</param>
    public static string PrometheusRule(ImmutableArray<RuleGroup> groups, string name) => Write(
        new StringBuilder(Written).Append($"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: {YamlText.Scalar(name)}\nspec:\n"), groups, "  ").ToString();

    private static StringBuilder Write(StringBuilder text, ImmutableArray<RuleGroup> groups, string indent)
    {
        text.Append($"{indent}groups:{(groups.IsEmpty ? " []" : string.Empty)}\n");
        foreach (var (at, group) in groups.Index())
        {
            text.Append(at == 0 ? string.Empty : "\n").Append($"{indent}  - name: {YamlText.Scalar(group.Name)}\n{indent}    interval: {PromDuration.Format(group.Interval)}\n{indent}    rules:\n");
            foreach (var rule in group.Rules)
            {
                Write(text, rule, indent + "      ");
            }
        }

        return text;
    }

    private static void Write(StringBuilder text, Rule rule, string indent)
    {
        foreach (var line in rule.Comment)
        {
            text.Append($"{indent}# {line}\n");
        }

        text.Append($"{indent}- {(rule is AlertingRule named ? $"alert: {YamlText.Scalar(named.Alert)}" : $"record: {YamlText.Scalar(((RecordingRule)rule).Record)}")}\n");
        text.Append($"{indent}  expr: {YamlText.Block(rule.Expression, indent + "    ")}\n");
        if (rule is AlertingRule { For: var wait })
        {
            text.Append($"{indent}  for: {PromDuration.Format(wait)}\n");
        }

        Write(text, "labels", rule.Labels, indent);
        Write(text, "annotations", (rule as AlertingRule)?.Annotations ?? [], indent);
    }

    private static void Write(StringBuilder text, string name, ImmutableArray<KeyValuePair<string, string>> pairs, string indent)
    {
        text.Append(pairs.IsEmpty ? string.Empty : $"{indent}  {name}:\n");
        foreach (var (key, value) in pairs)
        {
            text.Append($"{indent}    {key}: {YamlText.Scalar(value)}\n");
        }
    }
}
