using System.Diagnostics;
using OpsConsole.Sandbox.Exposition;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Tests.Exposition;

public sealed class ExpositionTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void Every_metric_of_the_table_is_there_with_its_type_and_labels()
    {
        foreach (var row in SimulatedFleet.Table("metrics.tsv"))
        {
            var (job, name, type, labels) = (row[0], row[1], row[2], row[3].Split(',', StringSplitOptions.RemoveEmptyEntries));
            var families = fleet.World.Targets.Where(t => t.Job == job).SelectMany(t => t.Families).Where(f => f.Metric.Name == name).ToList();
            Assert.True(families.Count > 0, $"{job} has no {name}");
            Assert.All(families, f => Assert.Equal(type, f.Metric.Type));
            Assert.All(families.SelectMany(f => f.Series), s => Assert.Superset(labels.ToHashSet(), s.Labels.All.Keys.ToHashSet()));
        }
    }

    [Fact]
    public async Task Promtool_reads_what_every_target_serves()
    {
        foreach (var target in fleet.World.Targets)
        {
            var text = fleet.World.Look(target.Job, target.Id, (t, now, _) => ExpositionText.Of(t, now))!;
            using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            await promtool.StandardInput.WriteAsync(text);
            promtool.StandardInput.Close();
            var complaint = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            // 3 is taste: names that real exporters have without the suffix that lint wants. 1 is text that cannot be read.
            Assert.True(promtool.ExitCode is 0 or 3, $"{target.Path}: {complaint}");
        }
    }

    [Fact]
    public void Jobs_of_pods_carry_namespace_and_pod_and_exporters_of_others_do_not()
    {
        foreach (var target in fleet.World.Targets.Where(t => t.Pod is not null))
        {
            Assert.Equal(target.Pod!.Name, target.Labels["pod"]);
            Assert.Equal(target.Pod.Workload.Description.Namespace, target.Labels["namespace"]);
        }
        string[] others = ["kube-state-metrics", "kubernetes-cadvisor", "kubernetes-nodes", "cert-manager", "postgres-exporter", "redis-exporter"];
        Assert.All(fleet.World.Targets.Where(t => others.Contains(t.Job)), t => Assert.False(t.Labels.ContainsKey("namespace")));
    }

    [Fact]
    public void A_label_of_both_metric_and_target_arrives_as_exported()
    {
        var labels = new LabelSet([new("instance", "acme"), new("x", "1")]).ScrapedFrom(new Dictionary<string, string> { ["instance"] = "10.1.1.1:9090" });
        Assert.Equal("exported_instance=\"acme\",instance=\"10.1.1.1:9090\",x=\"1\"", labels.Text);
    }

    [Fact]
    public void The_queue_is_reported_alike_by_two_targets_and_all_is_the_sum_of_its_parts()
    {
        double? Depth(string job, string priority) => fleet.Sum(job, $"orchestrator_due_work_queue_depth{{priority=\"{priority}\"}}");
        Assert.Equal(Depth("orchestrator-api", "all"), Depth("orchestrator-scheduler", "all"));
        Assert.Equal(Depth("orchestrator-api", "all"), Depth("orchestrator-api", "high") + Depth("orchestrator-api", "normal") + Depth("orchestrator-api", "low"));
    }
}
