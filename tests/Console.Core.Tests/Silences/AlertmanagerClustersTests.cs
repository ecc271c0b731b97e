using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Sources;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>Which Alertmanagers share their silences.</summary>
public sealed class AlertmanagerClustersTests
{
    [Fact]
    public void Members_that_name_each_other_are_one_cluster_and_who_names_nobody_stands_alone()
    {
        var clusters = AlertmanagerClusters.Group(
            [("am-1", null), ("alone", null), ("am-2", null)],
            [Status("am-1", "01A (10.0.0.1:9094)", "01B (10.0.0.2:9094)"), Status("alone"), Status("am-2", "01A (172.17.0.1:9094)", "01B (172.17.0.2:9094)")]);

        Assert.Equal(["am-1 and am-2: am-1, am-2", "alone: alone"], clusters.Select(Words));
    }

    [Fact]
    public void A_configured_name_counts_before_what_they_say()
    {
        var clusters = AlertmanagerClusters.Group(
            [("a", "east"), ("b", null), ("c", "east")], [Status("a", "01A (x)"), Status("b", "01A (x)")]);

        Assert.Equal(["east: a, c", "b: b"], clusters.Select(Words));
    }

    [Fact]
    public void Three_of_which_the_middle_one_joins_the_others_are_one()
    {
        var clusters = AlertmanagerClusters.Group([("a", null), ("c", null), ("b", null)], [Status("a", "1 (x)"), Status("c", "2 (x)"), Status("b", "1 (x)", "2 (x)")]);

        Assert.Equal(["a and c and b: a, c, b"], clusters.Select(Words));
    }

    [Fact]
    public void While_one_does_not_answer_another_of_its_cluster_is_written_to()
    {
        var live = new LiveState(TimeProvider.System);
        var clusters = new AlertmanagerClusters([("a", "east"), ("b", "east"), ("c", null)], live);
        Assert.Equal("a", clusters.ToWriteTo("a"));

        live.Sources.Observed(new SourceBoard([Source("a", false), Source("b", true), Source("c", false)], [], [], [], [], []));

        Assert.Equal(("b", "b", "c"), (clusters.ToWriteTo("a"), clusters.ToWriteTo("b"), clusters.ToWriteTo("c")));
        Assert.Equal(["elsewhere"], clusters.Of("elsewhere").Members);
    }

    private static string Words(AlertmanagerCluster cluster) => $"{cluster.Name}: {string.Join(", ", cluster.Members)}";

    private static AlertmanagerStatus Status(string name, params string[] peers) => new(name, "0.28", "ready", [.. peers], null, []);

    private static SourceStatus Source(string name, bool reachable) => new() { Name = name, Kind = SourceKind.Alertmanager, Address = "http://x", Reachable = reachable };
}
