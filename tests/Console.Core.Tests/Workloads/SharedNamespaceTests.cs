using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class SharedNamespaceTests
{
    private readonly SystemProfile shop = Made.System(Made.Profile("api")) with { Id = "shop" };
    private readonly SystemProfile bank = Made.System(Made.Profile("ledger")) with { Id = "bank" };
    private readonly PodComposer composer = new();

    [Fact]
    public void A_pod_is_of_the_system_whose_profile_names_its_workload() =>
        Assert.Equal([("bank", "ledger"), ("shop", "api")], Pods(Made.PodOf("api", "0"), Made.PodOf("ledger", "0")));

    [Fact]
    public void Else_of_the_system_that_its_labels_name()
    {
        var labelled = Made.PodOf("cache", "0");
        labelled = labelled with { Id = labelled.Id with { Labels = labelled.Id.Labels.Add("app.kubernetes.io/part-of", "bank") } };
        Assert.Equal([("bank", "cache")], Pods(labelled));
    }

    [Fact]
    public void Else_of_every_system_that_names_the_namespace() =>
        Assert.Equal([("bank", "cache"), ("shop", "cache")], Pods(Made.PodOf("cache", "0")));

    [Fact]
    public void A_replica_set_that_is_told_later_moves_its_pods()
    {
        var picture = Views.Picture(shop, bank);
        var pod = Made.PodOf("api", "0");
        picture.Put(pod with { Id = pod.Id with { Labels = Made.Labels(("app", "x")) } });
        Assert.Equal(["ReplicaSet", "ReplicaSet"], composer.Compose(picture).Board.Pods.Select(it => it.WorkloadKind));
        picture.Put(new ReplicaSet { Id = Made.Id("api-5d8f") with { Owner = new ObjectOwner("Deployment", "api", "uid-api") }, Desired = 1 });
        var moved = Assert.Single(composer.Compose(picture).Board.Pods);
        Assert.Equal(("shop", "Deployment", "api"), (moved.System, moved.WorkloadKind, moved.Workload));
        Assert.Single(picture.Namespaces.Single().PodsOf.Of(new WorkloadKey("Deployment", "api")).Pods);
    }

    [Fact]
    public void A_profile_that_comes_later_shares_the_pods_that_are_there()
    {
        var picture = Views.Picture(shop);
        picture.Put(Made.PodOf("ledger", "0"));
        Assert.Equal(["shop"], composer.Compose(picture).Board.Pods.Select(it => it.System));
        picture.Follow(new SystemCatalog([new LoadedSystem(shop, [], "shop.yaml"), new LoadedSystem(bank, [], "bank.yaml")], []));
        Assert.Equal(["bank"], composer.Compose(picture).Board.Pods.Select(it => it.System));
    }

    [Fact]
    public void Budgets_and_events_follow_the_pods()
    {
        var picture = Views.Picture(shop, bank);
        var about = new ClusterEvent { Id = Made.Id("e"), AboutKind = "Pod", AboutName = "ledger-5d8f-0", IsWarning = true, Reason = "BackOff", Message = "x", At = Made.Noon };
        picture.Put(Made.PodOf("api", "0"), Made.PodOf("ledger", "0"), Made.Budget("api", "1"), Made.Budget("ledger", "1"));
        picture.Namespaces.Single().Events.Apply(new ClusterChange<ClusterEvent>.Put(about, Made.Noon));
        Assert.Equal(["api"], new ViewComposer(picture, Made.Noon).Of(shop, null, []).Budgets.Select(it => it.Budget.Id.Name));
        Assert.Equal(["bank"], new EventComposer().Compose(picture, Made.Noon).Board.Events.Select(it => it.System));
    }

    private IEnumerable<(string System, string? Workload)> Pods(params Pod[] pods)
    {
        var picture = Views.Picture(shop, bank);
        picture.Put(pods);
        return composer.Compose(picture).Board.Pods.Select(it => (it.System, it.Workload)).Order();
    }
}
