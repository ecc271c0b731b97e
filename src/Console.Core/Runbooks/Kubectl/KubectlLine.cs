using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A line that is asked.</summary>
/// <param name="Text">The line, templates filled, quoted so that a shell reads it as it was read here.</param>
/// <param name="Question">What it asks.</param>
internal sealed record AskedLine(string Text, KubectlQuestion Question);

/// <summary>Reads a command line of kubectl.</summary>
internal static class KubectlLine
{
    private static readonly Flag InNamespace = new("namespace", 'n', true);

    private static readonly ImmutableArray<string> Changing =
    [
        "annotate", "apply", "attach", "autoscale", "cordon", "cp", "create", "debug", "delete", "drain", "edit", "exec", "expose", "label", "patch", "port-forward",
        "proxy", "replace", "run", "scale", "set", "taint", "uncordon", "wait",
    ];

    /// <summary>Reads a line as it stands in the file; something stands in for each template.</summary>
    /// <param name="line">The line.</param>
    public static Result<KubectlQuestion> Read(string line) => Read(line, null).Match<Result<KubectlQuestion>>(asked => asked.Question, problems => problems);

    /// <summary>Reads a line and fills its templates, each within the one argument that it stands in.</summary>
    /// <param name="line">The line.</param>
    /// <param name="scene">The values; null: something stands in for each.</param>
    /// <returns>What is asked, or why it is not.</returns>
    public static Result<AskedLine> Read(string line, RunbookScene? scene)
    {
        var words = ShellLine.Read(line);
        if (!words.IsOk)
        {
            return words.Problems;
        }

        // What the line can't ask in any case is said first: it is the line's own fault and no label's.
        if (scene is not null && Read(line, null) is { IsOk: false } never)
        {
            return never.Problems;
        }

        var filled = FilledLine.Of(words.Value, scene);
        if (!filled.IsOk)
        {
            return filled.Problems;
        }

        var question = Question(filled.Value.Stages[0]);
        if (!question.IsOk)
        {
            return question.Problems;
        }

        var pipes = PipeReading.Read(filled.Value.Stages.Skip(1));
        return pipes.IsOk ? new AskedLine(filled.Value.Text, question.Value with { Pipes = pipes.Value.Stages }) : pipes.Problems;
    }

    private static Result<KubectlQuestion> Question(ImmutableArray<Argument> words)
    {
        if (words[0].Text != "kubectl" || words[0].Place is not null)
        {
            return Refusal.Because($"it begins with '{FilledLine.Shown(words[0].Text)}' and not with kubectl");
        }

        // kubectl allows flags before the verb; those that are answered at all say the namespace.
        var at = 1;
        while (at < words.Length && words[at].IsFlag)
        {
            var before = words[at].Head;
            if (before[1] != 'n' && before != "--namespace" && !before.StartsWith("--namespace=", StringComparison.Ordinal))
            {
                return Refusal.Because(FlagRefusals.Why("kubectl", before.Split('=')[0]));
            }

            at += before is "-n" or "--namespace" && words[at].Parts.Length == 1 ? 2 : 1;
        }

        if (at >= words.Length)
        {
            return Refusal.Because("it says nothing that kubectl should do");
        }

        return words[at].Place is { } place ? Refusal.OfPlace(place, "stands where kubectl's verb is due") : OfVerb(words[at].Text, [.. words[1..at], .. words[(at + 1)..]]);
    }

    private static Result<KubectlQuestion> OfVerb(string verb, ImmutableArray<Argument> rest) => verb switch
    {
        "get" => Read("get", rest, QuestionReading.GetFlags, reading => reading.Get()),
        "describe" => Read("describe", rest, QuestionReading.DescribeFlags, reading => reading.Describe()),
        "logs" or "log" => Read("logs", rest, QuestionReading.LogFlags, reading => reading.Logs()),
        "rollout" => Read("rollout status", rest, [new("timeout", '\0', true)], reading => reading.RolloutStatus()),
        "auth" => Read("auth can-i", rest, QuestionReading.CanIFlags, reading => reading.CanI()),
        "top" => Read("top", rest, QuestionReading.TopFlags, reading => reading.Top()),
        _ when Changing.Contains(verb) => Refusal.Because($"kubectl {verb} does more than read"),
        _ => Refusal.Because($"kubectl {FilledLine.Shown(verb)} is none of get, describe, logs, rollout status, auth can-i and top, which are answered here"),
    };

    private static Result<KubectlQuestion> Read(
        string command, ImmutableArray<Argument> rest, ImmutableArray<Flag> flags, Func<QuestionReading, KubectlQuestion?> read)
    {
        var given = FlagReading.Read($"kubectl {command}", rest, [InNamespace, .. flags]);
        if (!given.IsOk)
        {
            return given.Problems;
        }

        var reading = new QuestionReading(given.Value);
        var question = read(reading);
        return reading.Refused is { } refused ? refused : question!;
    }
}
