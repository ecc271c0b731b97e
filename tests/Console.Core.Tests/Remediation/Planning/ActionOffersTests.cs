using OpsConsole.Remediation;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Planning;

/// <summary>What pages offer, and that each of it can be planned as it is.</summary>
public sealed class ActionOffersTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    private ActionOffers Offers => new(world.Rules, world.Book, world.Live);

    [Fact]
    public void A_system_offers_what_its_profile_allows() => Assert.Equal(
        [
            "lease-delete fleet/fleet-leader", "scale fleet/api", "rollout-restart fleet/api", "scale fleet/worker", "silence-create ",
        ],
        Offers.ForSystem(world.Fleet, Ada).Select(offer => $"{offer.Request.Kind} {offer.Request.Target}"));

    [Fact]
    public void Who_may_not_is_offered_the_same_with_why_not()
    {
        var offers = Offers.ForSystem(world.Fleet, Eve);

        Assert.Equal(5, offers.Length);
        Assert.All(offers, offer => Assert.False(offer.Decision.IsAllowed));
        Assert.Contains(offers, offer => offer.Decision.Reason == "lease-delete needs operator or admin; you have viewer");
    }

    [Fact]
    public void A_workload_offers_its_present_number()
    {
        var offers = Offers.ForWorkload(world.Live.Workloads.Current.Value!.Workloads[0], world.Fleet, Ada);

        Assert.Equal(["scale", "rollout-restart"], offers.Select(offer => offer.Request.Kind));
        Assert.Equal("3", offers[0].Request.Parameters["replicas"]);
    }

    [Fact]
    public void A_queue_that_grows_offers_as_many_of_its_workers_as_would_drain_it()
    {
        var queue = Queues.Any.Growing(workers: 3, comes: 10, goes: 6, servedBy: "fleet/api");

        Assert.Equal(["scale fleet/api to 6"], Scales(queue));
        Assert.Equal(["scale fleet/api to 8"], Scales(queue with { InRate = 40 }));
        Assert.Equal(["scale fleet/api to 3"], Scales(queue with { Workers = null }));
        Assert.Empty(Scales(queue with { Profile = queue.Profile with { ServedBy = null } }));
        Assert.Empty(Scales(queue with { Profile = queue.Profile with { ServedBy = "fleet/nothing" } }));
        Assert.False(Assert.Single(Offers.ForQueue(queue, world.Fleet, Eve)).Decision.IsAllowed);
    }

    private IEnumerable<string> Scales(OpsConsole.Queues.QueueStatus queue) =>
        Offers.ForQueue(queue, world.Fleet, Ada).Select(offer => $"{offer.Request.Kind} {offer.Request.Target} to {offer.Request.Parameters["replicas"]}");

    [Fact]
    public void A_pod_offers_what_the_profile_allows_on_it()
    {
        world.Allow("pod-delete", action => action with { Targets = ["fleet/app=web"] });

        Assert.Equal(["pod-evict"], Offers.ForPod(world.Live.Pods.Current.Value!.Pods[0], world.Fleet, Ada).Select(offer => offer.Request.Kind));
    }

    [Fact]
    public async Task An_alert_offers_a_silence_of_itself_alone_and_what_there_is_of_it()
    {
        var alert = OpsConsole.Core.Tests.Alerts.Any.Alert("Slow", "fleet", labels: [("namespace", "fleet"), ("pod", "api-5d8f-2"), ("said", "a \"b\", c")]) with { SilencedBy = [Id], Origins = ["main"] };

        var offers = Offers.ForAlert(alert, world.Fleet, Ada);

        Assert.Equal("pod-delete fleet/api-5d8f-2", offers.Where(offer => offer.Request.Kind == "pod-delete").Select(offer => $"{offer.Request.Kind} {offer.Request.Target}").Single());
        Assert.Equal($"main/{Id}", offers.Single(offer => offer.Request.Kind == "silence-expire").Request.Target);
        Assert.All(offers, offer => Assert.Equal((alert.Fingerprint, "Slow"), (offer.Request.Origin.Alert, offer.Request.Origin.AlertName)));

        world.Alerts = [alert, Firing("Slow")];
        var plan = await world.PlanAsync(offers.Single(offer => offer.Request.Kind == "silence-create").Request);
        Assert.Equal("It fits 1 alert of now", plan.Guards.Single(guard => guard.Guard == "matches").Title);
    }

    [Fact]
    public void A_profile_that_allows_nothing_offers_nothing() =>
        Assert.Empty(Offers.ForSystem(world.Fleet with { Actions = [] }, Ada));

    [Fact]
    public void A_silence_is_offered_no_longer_than_the_profile_allows()
    {
        world.Allow("silence", action => action with { LongestSilence = TimeSpan.FromMinutes(30) });

        Assert.Equal("30m", Offers.ForSystem(world.Fleet, Ada)[^1].Request.Parameters["duration"]);
    }
}
