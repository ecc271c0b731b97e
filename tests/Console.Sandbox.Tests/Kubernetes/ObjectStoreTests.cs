using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

public sealed class ObjectStoreTests
{
    private static readonly ObjectKey Key = new("ns", "one");
    private readonly ObjectStore store = new(new ManualClock(), logLimit: 4);

    [Fact]
    public void A_write_with_a_stale_version_is_a_conflict_and_changes_nothing()
    {
        var first = Make("a");
        Assert.Null(Write(first, "b").Refusal);
        var late = Write(first, "c");
        Assert.Equal((409, "Conflict"), (late.Refusal!.Code, late.Refusal.Reason));
        Assert.Equal("b", HolderNow());
    }

    [Fact]
    public void A_write_without_a_version_is_refused()
    {
        var it = Make("a");
        ((JsonObject)it["metadata"]!).Remove("resourceVersion");
        Assert.Equal(422, Write(it, "b").Refusal!.Code);
    }

    [Fact]
    public void The_same_name_twice_exists_already()
    {
        Make("a");
        Assert.Equal("AlreadyExists", store.Create(LeaseKind.Kind, Key, Body("b"), dryRun: false).Refusal!.Reason);
    }

    [Fact]
    public void Changes_come_in_order_and_each_has_its_own_version()
    {
        var start = store.Version;
        var it = Make("a");
        Write(it, "b");
        store.Delete(LeaseKind.Kind, Key, new(), dryRun: false);
        var changes = store.Since(start)!;
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], changes.Select(c => c.Type));
        Assert.Equal([start + 1, start + 2, start + 3], changes.Select(c => c.Version));
    }

    [Fact]
    public void What_the_log_forgot_cannot_be_watched_from()
    {
        var start = store.Version;
        var it = Make("a");
        for (var i = 0; i < 6; i++) it = Write(it, $"h{i}").Object!;
        Assert.Null(store.Since(start));
        Assert.Equal(4, store.Since(store.Oldest)!.Count);
    }

    [Fact]
    public void A_write_that_changes_nothing_makes_no_event()
    {
        var it = Make("a");
        var version = store.Version;
        Assert.Null(Write(it, "a").Refusal);
        Assert.Equal(version, store.Version);
    }

    [Fact]
    public void A_dry_run_answers_like_the_real_thing_and_does_nothing()
    {
        var it = Make("a");
        var version = store.Version;
        Assert.Null(store.Delete(LeaseKind.Kind, Key, new(), dryRun: true).Refusal);
        it["spec"]!["holderIdentity"] = "b";
        Assert.Equal("b", store.Update(LeaseKind.Kind, Key, it, dryRun: true).Object!["spec"]!["holderIdentity"]!.GetValue<string>());
        Assert.Equal((version, "a"), (store.Version, HolderNow()));
    }

    [Fact]
    public void A_delete_takes_exactly_the_object_that_was_seen()
    {
        var seen = Make("a");
        var uid = seen["metadata"]!["uid"]!.GetValue<string>();
        var version = seen["metadata"]!["resourceVersion"]!.GetValue<string>();
        Write(seen, "b");
        Assert.Equal(409, store.Delete(LeaseKind.Kind, Key, new() { Uid = uid, ResourceVersion = version }, dryRun: false).Refusal!.Code);
        Assert.Equal(409, store.Delete(LeaseKind.Kind, Key, new() { Uid = Guid.Empty.ToString() }, dryRun: true).Refusal!.Code);
        Assert.Null(store.Delete(LeaseKind.Kind, Key, new() { Uid = uid }, dryRun: false).Refusal);
        Assert.Equal(404, store.Delete(LeaseKind.Kind, Key, new() { Uid = uid }, dryRun: false).Refusal!.Code);
    }

    [Theory]
    [InlineData("2026-11-21T10:00:00.123456Z", "2026-11-21T10:00:00.123456Z")]
    [InlineData("2026-11-21T12:00:00.123456+02:00", "2026-11-21T10:00:00.123456Z")]
    [InlineData("2026-11-21T10:00:00Z", null)]
    [InlineData("2026-11-21T10:00:00.123Z", null)]
    [InlineData("2026-11-21T10:00:00.1234567Z", null)]
    [InlineData("yesterday", null)]
    public void A_lease_takes_times_with_exactly_six_digits(string given, string? stored)
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["renewTime"] = given } };
        var answer = store.Create(LeaseKind.Kind, Key, body, dryRun: false);
        Assert.Equal(stored, answer.Object?["spec"]?["renewTime"]?.GetValue<string>());
        Assert.Equal(stored is null ? 400 : null, answer.Refusal?.Code);
    }

    [Fact]
    public void A_lease_with_impossible_numbers_names_each_cause()
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["leaseDurationSeconds"] = 0, ["leaseTransitions"] = -1 } };
        var refusal = store.Create(LeaseKind.Kind, Key, body, dryRun: false).Refusal!;
        Assert.Equal(422, refusal.Code);
        Assert.Equal(["spec.leaseDurationSeconds", "spec.leaseTransitions"],
            refusal.Details!["causes"]!.AsArray().Select(c => c!["field"]!.GetValue<string>()));
    }

    [Fact]
    public void A_write_of_the_object_keeps_its_status_and_a_write_of_the_status_keeps_the_object()
    {
        var made = store.Create(Kinds.Deployment, Key, new() { ["spec"] = Spec(2), ["status"] = Replicas(9) }, dryRun: false).Object!;
        Assert.Empty(made["status"]!.AsObject());
        (made["spec"], made["status"]) = (Spec(7), Replicas(2));
        made = store.Update(Kinds.Deployment, Key, made, dryRun: false, Part.Status).Object!;
        Assert.Equal((2, 2, 1), Seen(made));
        made["spec"] = Spec(3);
        made["status"] = Replicas(9);
        Assert.Equal((3, 2, 2), Seen(store.Update(Kinds.Deployment, Key, made, dryRun: false).Object!));
    }

    [Fact]
    public void A_pod_goes_on_for_its_grace_period_and_keeps_its_first_deadline()
    {
        store.Put(Kinds.Pod, Key, new() { ["spec"] = new JsonObject { ["nodeName"] = "a", ["terminationGracePeriodSeconds"] = 20 } });
        var start = store.Version;
        var first = store.Delete(Kinds.Pod, Key, new(), dryRun: false);
        Assert.False(first.Removed);
        Assert.Equal((20, "2026-05-12T10:30:20Z"), (first.Object!["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<long>(),
            first.Object["metadata"]!["deletionTimestamp"]!.GetValue<string>()));
        var second = store.Delete(Kinds.Pod, Key, new() { GraceSeconds = 60 }, dryRun: false);
        Assert.Equal("2026-05-12T10:30:20Z", second.Object!["metadata"]!["deletionTimestamp"]!.GetValue<string>());
        Assert.True(store.Remove(Kinds.Pod, Key));
        Assert.Equal(["MODIFIED", "DELETED"], store.Since(start)!.Select(c => c.Type));
        Assert.False(store.Remove(Kinds.Pod, Key));
    }

    [Fact]
    public void A_pod_without_grace_and_one_that_never_ran_are_gone_at_once()
    {
        store.Put(Kinds.Pod, Key, new() { ["spec"] = new JsonObject { ["nodeName"] = "a" } });
        Assert.True(store.Delete(Kinds.Pod, Key, new() { GraceSeconds = 0 }, dryRun: false).Removed);
        store.Put(Kinds.Pod, Key, new() { ["spec"] = new JsonObject() });
        Assert.True(store.Delete(Kinds.Pod, Key, new(), dryRun: false).Removed);
        Assert.Null(store.Find(Kinds.Pod, Key));
    }

    [Fact]
    public void What_the_simulation_puts_is_stored_as_it_is_and_only_changes_are_events()
    {
        var start = store.Version;
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["creationTimestamp"] = "2026-01-01T00:00:00Z", ["labels"] = new JsonObject { ["a"] = "b" } },
            ["spec"] = new JsonObject { ["nodeName"] = "a" },
            ["status"] = new JsonObject { ["phase"] = "Pending", ["restarts"] = 1 },
        };
        var uid = store.Put(Kinds.Pod, Key, pod).Uid;
        store.Put(Kinds.Pod, Key, pod);
        pod["status"]!["phase"] = "Running";
        var last = store.Put(Kinds.Pod, Key, pod);
        Assert.Equal(["ADDED", "MODIFIED"], store.Since(start)!.Select(c => c.Type));
        Assert.Equal((uid, "2026-01-01T00:00:00Z", 1), (last.Uid, last.Text("metadata", "creationTimestamp"), last.Number("metadata", "generation")));
    }

    [Fact]
    public void An_object_of_the_cluster_has_no_namespace()
    {
        store.Put(Kinds.Node, new("", "node-a"), []);
        Assert.Equal("node-a", Assert.Single(store.List(Kinds.Node, null).Items).Text("metadata", "name"));
        Assert.False(store.Find(Kinds.Node, new("", "node-a"))!["metadata"]!.AsObject().ContainsKey("namespace"));
    }

    private static JsonObject Spec(int count) => new()
    {
        ["replicas"] = count,
        ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "a" } },
        ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "a" } } },
    };

    private static JsonObject Replicas(int count) => new() { ["replicas"] = count };

    private static (int Spec, int Status, int Generation) Seen(JsonObject it) => ((int)it["spec"]!["replicas"]!,
        (int)it["status"]!["replicas"]!, int.Parse(it["metadata"]!["generation"]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture));

    private JsonObject Make(string holder) => store.Create(LeaseKind.Kind, Key, Body(holder), dryRun: false).Object!;

    private StoreAnswer Write(JsonObject seen, string holder)
    {
        var next = (JsonObject)seen.DeepClone();
        next["spec"]!["holderIdentity"] = holder;
        return store.Update(LeaseKind.Kind, Key, next, dryRun: false);
    }

    private string HolderNow() => store.Get(LeaseKind.Kind, Key).Object!["spec"]!["holderIdentity"]!.GetValue<string>();

    private static JsonObject Body(string holder) => new() { ["spec"] = new JsonObject { ["holderIdentity"] = holder } };
}
