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
        store.Delete(LeaseKind.Kind, Key, new(null, null), dryRun: false);
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
        Assert.Null(store.Delete(LeaseKind.Kind, Key, new(null, null), dryRun: true).Refusal);
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
        Assert.Equal(409, store.Delete(LeaseKind.Kind, Key, new(uid, version), dryRun: false).Refusal!.Code);
        Assert.Equal(409, store.Delete(LeaseKind.Kind, Key, new(Guid.Empty.ToString(), null), dryRun: true).Refusal!.Code);
        Assert.Null(store.Delete(LeaseKind.Kind, Key, new(uid, null), dryRun: false).Refusal);
        Assert.Equal(404, store.Delete(LeaseKind.Kind, Key, new(uid, null), dryRun: false).Refusal!.Code);
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
