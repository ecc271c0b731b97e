using System.Globalization;
using System.Text.RegularExpressions;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

internal sealed record PodLogLine(DateTimeOffset At, string Text);

/// <summary>What is known of a pod's past: the present, when it led, and whether one of its system's scenarios ran at a time.</summary>
internal sealed record PodPast(double Now, IReadOnlyList<(double From, double To)> Terms, Func<string, double, bool> Ran);

/// <summary>
/// What the containers have written: worked out anew each time from the pod and the time alone, so that the same question has the
/// same answer, and nothing is kept.
/// </summary>
internal sealed partial class PodLogs(World world)
{
    // Older lines have been rotated away.
    private const double Kept = 6 * 3600;

    private static readonly IReadOnlyList<LogDescription> Otherwise =
    [
        new() { When = "start", Every = 0.2, Text = "started {pod}" },
        new() { When = "always", Every = 20, Text = "{at} still running" },
        new() { When = "stop", Every = 0.2, Text = "{at} terminated by signal 15" },
    ];

    /// <summary>The lines of a pod's container between two times (the second excluded), its former runs' lines included; none when there is no such pod.</summary>
    public IReadOnlyList<PodLogLine> Between(string ns, string pod, string container, DateTimeOffset from, DateTimeOffset to) =>
        world.LookAtPod(ns, pod, UnixTime.Of(from), (it, past) =>
            it.Workload.Description.Container == container ? Lines(it, past, UnixTime.Of(from), UnixTime.Of(to)) : []) ?? [];

    private static List<PodLogLine> Lines(Pod pod, PodPast past, double from, double to)
    {
        var (begin, end) = (Math.Max(from, past.Now - Kept), Math.Min(to, past.Now));
        var templates = pod.Workload.Description.Logs is { Count: > 0 } own ? own : Otherwise;
        var lines = new List<(double At, int Order, string Text)>();
        foreach (var run in Runs(pod, past.Now))
            for (var i = 0; i < templates.Count; i++)
                foreach (var (at, number) in LogDescription.Moments.Contains(templates[i].When)
                    ? Moments(pod, past, templates[i], run)
                    : Repeated(pod, past, templates[i], i, run, Math.Max(begin, run.From), Math.Min(end, run.To)))
                    if (at >= begin && at < end) lines.Add((at, i, Fill(templates[i].Text, pod, at, $"{pod.Name}/{i}/{number}")));
        return [.. lines.OrderBy(l => l.At).ThenBy(l => l.Order).Select(l => new PodLogLine(UnixTime.At(l.At), l.Text))];
    }

    private static IEnumerable<Run> Runs(Pod pod, double now)
    {
        foreach (var end in pod.Ends) yield return new(end.StartedAt, end.FinishedAt, Crashed: true);
        if (pod is { Running: true, Waiting: false }) yield return new(pod.RunSince, Math.Min(now, pod.EndsAt), Crashed: false);
    }

    private static IEnumerable<(double At, long Number)> Moments(Pod pod, PodPast past, LogDescription line, Run run)
    {
        var when = line.When switch
        {
            "start" => [run.From + line.Every],
            "crash" => run.Crashed ? [run.To - line.Every] : [],
            "stop" => pod.EndingSince is { } since && !run.Crashed ? [since + line.Every] : [],
            "elected" => past.Terms.Select(t => t.From + line.Every),
            _ => past.Terms.Where(t => t.To < double.MaxValue).Select(t => t.To + line.Every),
        };
        return when.Where(at => at >= run.From && at <= run.To).Select(at => (at, (long)(at * 1000)));
    }

    private static IEnumerable<(double At, long Number)> Repeated(Pod pod, PodPast past, LogDescription line, int index, Run run, double from, double to)
    {
        for (var number = (long)Math.Floor(from / line.Every) - 1; number * line.Every < to; number++)
        {
            // Not to the beat: somewhere within its stretch of time.
            var at = (number + (0.9 * Signal.Hash($"{pod.Name}/{index}", (int)(number & int.MaxValue)) / uint.MaxValue)) * line.Every;
            if (at >= from && at < to && at >= run.From + 1 && Holds(pod, past, line.When, at)) yield return (at, number);
        }
    }

    private static bool Holds(Pod pod, PodPast past, string when, double at) => when switch
    {
        "always" => true,
        "leading" => past.Terms.Any(t => at >= t.From && at < t.To),
        "standby" => !past.Terms.Any(t => at >= t.From && at < t.To),
        "failing" or "unready" => pod.Troubles.Any(t => t.What == when && at >= t.From && at < t.To),
        _ => past.Ran(when["scenario:".Length..], at),
    };

    private static string Fill(string text, Pod pod, double at, string seed)
    {
        var drawn = 0;
        long Draw(long below) => Signal.Hash(seed, ++drawn) % Math.Max(1, below);
        return Placeholder().Replace(text, match => match.Groups[1].Value switch
        {
            "at" => UnixTime.At(at).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            "pod" => pod.Name,
            "node" => pod.Node,
            "lease" => pod.Workload.Description.Election?.Lease ?? "",
            "id" => Signal.Hash(seed, ++drawn).ToString("x8", CultureInfo.InvariantCulture),
            "n" => Number(match.Groups[2].Value.Split('-')).ToString(CultureInfo.InvariantCulture),
            _ => match.Groups[2].Value.Split('|') is var choices ? choices[Draw(choices.Length)] : "",
        });

        long Number(string[] bounds)
        {
            var (low, high) = (long.Parse(bounds[0], CultureInfo.InvariantCulture), long.Parse(bounds[1], CultureInfo.InvariantCulture));
            return low + Draw(high - low + 1);
        }
    }

    [GeneratedRegex(@"\{(at|pod|node|lease|id|n(?=:\d+-\d+\})|one(?=:))(?::([^}]*))?\}")]
    private static partial Regex Placeholder();

    private sealed record Run(double From, double To, bool Crashed);
}
