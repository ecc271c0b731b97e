using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads what a profile measures beside its objectives: queues, panels.</summary>
internal static class ProfileSignals
{
    /// <summary>Reads the queues.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="workloads">Its workloads: one of them may work a queue off.</param>
    public static ImmutableArray<QueueProfile> Queues(FieldReader profile, ImmutableArray<WorkloadProfile> workloads) => ProfileParts.Each(profile, "queues", "name", field =>
    {
        var queue = new QueueProfile(
            QueueName(field),
            field.Text("title", "the queue's name for people"),
            field.Text("unit", "what is counted, for example items"),
            field.Promql("depth", "PromQL for how much is in it"),
            field.OptionalPromql("capacity"),
            field.OptionalPromql("oldest"),
            field.OptionalPromql("in_rate"),
            field.OptionalPromql("out_rate"),
            field.OptionalPromql("workers"),
            field.OptionalPromql("stuck"),
            field.Number("warn", "the depth (with a capacity: the share, 0 to 1) that is worth a warning"),
            field.OptionalNumber("critical"),
            field.OptionalDuration("oldest_warn"))
        {
            ServedBy = field.OptionalText("served_by"),
        };
        CheckLimits(field, queue);
        CheckWorkers(field, queue, workloads);
        return queue;
    });

    public static ImmutableArray<PanelProfile> Panels(FieldReader profile)
    {
        var seen = new HashSet<(string, string)>();
        return ProfileParts.Each(profile, "panels", null, field =>
        {
            var queries = ProfileParts.Each(field, "queries", null, line =>
                new PanelQuery(line.Promql("promql", "the line's PromQL"), line.OptionalText("legend") ?? string.Empty));
            if (!field.Has("queries"))
            {
                field.Wrong("queries", "is missing: write at least one, with promql and legend");
            }

            var panel = new PanelProfile(
                field.Text("title", "what the chart shows"),
                field.Text("unit", "the values' unit, for example req/s, %, s or bytes"),
                queries,
                field.OptionalNumber("limit"),
                field.OptionalText("dashboard") ?? string.Empty)
            {
                Floor = field.OptionalNumber("floor"),
            };
            if (panel.Title.Length > 0 && !seen.Add((panel.Dashboard, panel.Title)))
            {
                field.Wrong("title", $"'{FieldReader.Short(panel.Title)}' is there twice on one dashboard: each panel needs a title of its own");
            }

            return panel;
        });
    }

    private static string QueueName(FieldReader field)
    {
        var name = field.Text("name", "a name in lower case, for example due_work");
        if (name.Length > 0 && FieldReader.WrongObjectName(name.Replace('_', '-')) is not null)
        {
            field.Wrong("name", $"'{FieldReader.Short(name)}' is not a name: lower case letters, digits, '-' and '_'");
        }

        return name;
    }

    private static void CheckWorkers(FieldReader field, QueueProfile queue, ImmutableArray<WorkloadProfile> workloads)
    {
        if (queue.ServedBy is not { } server)
        {
            return;
        }

        if (queue.Capacity is not null)
        {
            field.Wrong("served_by", "is for a queue that is worked off; what has a capacity is used, and more workers do not empty it");
        }
        else if (workloads.RemoveAll(workload => workload.Namespace.Length == 0) is var inside && inside.All(workload => server != workload.Target))
        {
            var advice = inside.IsEmpty ? "it has none in a cluster" : $"write {string.Join(" or ", inside.Take(5).Select(workload => workload.Target))}";
            field.Wrong("served_by", $"'{FieldReader.Short(server)}' is not one of this profile's workloads; {advice}");
        }
    }

    private static void CheckLimits(FieldReader field, QueueProfile queue)
    {
        foreach (var (name, limit) in new[] { ("warn", (double?)queue.Warn), ("critical", queue.Critical) })
        {
            if (limit < 0)
            {
                field.Wrong(name, "must not be negative");
            }
            else if (queue.Capacity is not null && limit > 1)
            {
                field.Wrong(name, "with a capacity this is the share that is used, 0 to 1: for 90% write 0.9");
            }
        }

        if (queue.Critical < queue.Warn)
        {
            field.Wrong("critical", "must not be below warn");
        }

        if (double.TryParse(queue.Capacity, NumberStyles.Float, CultureInfo.InvariantCulture, out var capacity) && !(capacity > 0))
        {
            field.Wrong("capacity", "must be above 0, or PromQL");
        }

        if (queue.OldestWarn is not null && queue.Oldest is null)
        {
            field.Wrong("oldest_warn", "needs oldest: PromQL for the age of the oldest, in seconds");
        }
    }
}
