using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

/// <summary>What becomes of objects when their owner, or their namespace, goes.</summary>
public sealed class OwnershipTests
{
    private static readonly ObjectKey Deployment = new("ns", "web"), Set = new("ns", "web-1"), Pod = new("ns", "web-1-a");
    private readonly ObjectStore store = new(new ManualClock());

    public OwnershipTests()
    {
        store.Put(Kinds.Namespace, new("", "ns"), NamespaceKind.Active("ns"));
        var deployment = store.Put(Kinds.Deployment, Deployment, []);
        var set = store.Put(Kinds.ReplicaSet, Set, Owned(deployment));
        store.Put(Kinds.Pod, Pod, Owned(set));
    }

    [Fact]
    public void What_an_owner_leaves_behind_is_collected_and_pods_keep_their_grace()
    {
        Assert.True(store.Delete(Kinds.Deployment, Deployment, new(), dryRun: false).Removed);
        Assert.Null(store.Find(Kinds.ReplicaSet, Set));
        Assert.NotNull(store.Find(Kinds.Pod, Pod)!["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public void An_orphan_stays_and_forgets_its_owner()
    {
        store.Delete(Kinds.Deployment, Deployment, new() { Propagation = Propagation.Orphan }, dryRun: false);
        Assert.False(store.Find(Kinds.ReplicaSet, Set)!["metadata"]!.AsObject().ContainsKey("ownerReferences"));
        Assert.Null(store.Find(Kinds.Pod, Pod)!["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public void In_the_foreground_the_owner_stays_until_the_last_of_its_own_is_gone()
    {
        var answer = store.Delete(Kinds.Deployment, Deployment, new() { Propagation = Propagation.Foreground }, dryRun: false);
        Assert.False(answer.Removed);
        Assert.Equal("foregroundDeletion", answer.Object!["metadata"]!["finalizers"]![0]!.ToString());
        Assert.NotNull(store.Find(Kinds.ReplicaSet, Set)!["metadata"]!["deletionTimestamp"]);
        store.Remove(Kinds.Pod, Pod);
        Assert.Null(store.Find(Kinds.ReplicaSet, Set));
        Assert.Null(store.Find(Kinds.Deployment, Deployment));
    }

    [Fact]
    public void A_dry_run_collects_nothing()
    {
        Assert.True(store.Delete(Kinds.Deployment, Deployment, new(), dryRun: true).Removed);
        store.Delete(Kinds.Namespace, new("", "ns"), new(), dryRun: true);
        Assert.NotNull(store.Find(Kinds.ReplicaSet, Set));
        Assert.Equal("Active", store.Find(Kinds.Namespace, new("", "ns"))!["status"]!["phase"]!.ToString());
    }

    [Fact]
    public void A_finalizer_holds_an_object_and_its_namespace_until_it_is_taken_off()
    {
        var lease = new ObjectKey("ns", "held");
        store.Put(Kinds.Lease, lease, new() { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("f") }, ["spec"] = new JsonObject() });
        var going = store.Delete(Kinds.Namespace, new("", "ns"), new(), dryRun: false).Object!;
        Assert.Equal("Terminating", going["status"]!["phase"]!.ToString());
        store.Remove(Kinds.Pod, Pod);
        Assert.NotNull(store.Find(Kinds.Namespace, new("", "ns")));
        Assert.NotNull(store.Find(Kinds.Lease, lease)!["metadata"]!["deletionTimestamp"]);
        store.Patch(Kinds.Lease, lease, it =>
        {
            it["metadata"]!.AsObject().Remove("finalizers");
            return it;
        }, dryRun: false);
        Assert.Null(store.Find(Kinds.Lease, lease));
        Assert.Null(store.Find(Kinds.Namespace, new("", "ns")));
    }

    private static JsonObject Owned(StoredObject owner) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = owner.Kind.Kind, ["name"] = owner.Key.Name, ["uid"] = owner.Uid }),
        },
        ["spec"] = new JsonObject { ["nodeName"] = "a" },
        ["status"] = new JsonObject { ["phase"] = "Running" },
    };
}
