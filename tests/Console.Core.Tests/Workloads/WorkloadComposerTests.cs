using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class WorkloadComposerTests
{
    private static readonly WorkloadProfile Api = Made.Profile("api", ready: "up");
    private readonly WorkloadComposer composer = new();
    private readonly FleetPicture picture = Views.Picture(Made.System(Api));

    private NamespacePicture Place => picture.Namespaces.Single();

    [Fact]
    public void The_clusters_object_wins_over_the_metric()
    {
        List(Made.Deployment("api", 3, ready: 2));
        var status = Compose(metric: 5);
        Assert.Equal((2, null, null), (status.Ready, status.Problem, status.Note));
        Assert.Equal((3, 3, "app:1"), (status.Controller!.Desired, status.Controller.Updated, status.Controller.Images[0].Image));
        Assert.Equal((RolloutState.Progressing, "2 of 3 updated are available"), (status.Rollout, status.RolloutWords));
    }

    [Fact]
    public void What_the_cluster_does_not_have_is_said()
    {
        List();
        Assert.Equal((null, "cluster prod has no Deployment fleet/api"), (Compose(null).Ready, Compose(null).Problem));
        Assert.Equal((5, "from the metric; cluster prod has no Deployment fleet/api"), (Compose(5).Ready, Compose(5).Note));
    }

    [Fact]
    public void When_the_cluster_is_blind_the_metric_is_used_and_says_so()
    {
        List(Made.Deployment("api", 3, ready: 2));
        Place.Deployments.Broke("prod refused");
        var told = Compose(3);
        Assert.Equal((3, null, "from the metric; the cluster can't be seen: prod refused"), (told.Ready, told.Problem, told.Note));
        Assert.NotNull(told.Controller);
        var silent = Compose(null);
        Assert.Equal((2, "as last seen; the cluster can't be seen: prod refused"), (silent.Ready, silent.Problem));
    }

    [Fact]
    public void Before_the_first_answer_nothing_is_guessed() => Assert.Equal(
        (null, "the cluster can't be seen: waiting for the cluster's first answer; nor the metric: no series"), (Compose(null).Ready, Compose(null).Problem));

    [Fact]
    public void Pods_autoscaler_and_budgets_are_found()
    {
        List(Made.Deployment("api", 3, ready: 1));
        picture.Put(
            Made.PodOf("api", "0"), Made.PodOf("api", "1", Made.Waiting("ImagePullBackOff", "Back-off pulling image \"app:2\"")),
            Made.PodOf("api", "2", Made.Waiting("ImagePullBackOff", "Back-off pulling image \"app:2\"")), Made.PodOf("web", "0", Made.Waiting("ErrImagePull", "no")),
            Made.Autoscaler("api", 2, 5, 3), Made.Autoscaler("web", 2, 5, 3), Made.Budget("api", "2"), Made.Budget("web", "2"));
        var status = Compose(null);
        Assert.Equal(["ImagePullBackOff: Back-off pulling image \"app:2\""], status.Pending);
        Assert.Equal(("api-hpa", "api"), (status.Autoscaler!.Id.Name, Assert.Single(status.Budgets).Id.Name));
    }

    [Fact]
    public void A_budget_is_found_by_the_selector_while_there_are_no_pods()
    {
        List(Made.Deployment("api", 0));
        picture.Put(Made.Budget("api", "2"), Made.Budget("web", "1"));
        Assert.Equal("api", Assert.Single(Compose(null).Budgets).Id.Name);
    }

    [Fact]
    public void Pods_that_could_not_even_be_made_are_pending_too()
    {
        List(Made.Deployment("api", 3) with { Conditions = [Made.Condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: pods=10")] });
        Assert.Equal(["FailedCreate: exceeded quota: pods=10"], Compose(null).Pending);
    }

    [Fact]
    public void Restarts_are_counted_as_they_happen_and_forgotten_after_an_hour()
    {
        List(Made.Deployment("api", 1));
        Put(Made.PodOf("api", "0", Made.Running(restarts: 40)), 0);
        Assert.Equal(0, Compose(null).RestartsInHour);
        Put(Made.PodOf("api", "0", Made.Running(restarts: 42)), 10);
        Put(Made.PodOf("api", "0", Made.Running(restarts: 43)), 30);
        Assert.Equal(3, Compose(null, minute: 40).RestartsInHour);
        Place.Pods.Apply(new ClusterChange<Pod>.Gone(Made.PodOf("api", "0"), Made.Noon.AddMinutes(41)));
        Assert.Equal(3, Compose(null, minute: 41).RestartsInHour);
        Assert.Equal(1, Compose(null, minute: 71).RestartsInHour);
        Assert.Equal(0, Compose(null, minute: 91).RestartsInHour);
    }

    [Theory]
    [InlineData(30, -1, 4)]
    [InlineData(120, -10, 1)]
    [InlineData(120, -61, 0)]
    public void Of_the_time_before_the_first_look_only_what_is_certain_counts(int ageMinutes, int endedMinutes, int restarts)
    {
        List(Made.Deployment("api", 1));
        var pod = Made.PodOf("api", "0", Made.Running(restarts: 4) with { Last = Made.Terminated(1, "Error").State with { FinishedAt = Made.Noon.AddMinutes(endedMinutes) } });
        Put(pod with { Id = pod.Id with { CreatedAt = Made.Noon.AddMinutes(-ageMinutes) } }, 0);
        Assert.Equal(restarts, Compose(null).RestartsInHour);
    }

    [Fact]
    public void A_workload_that_nothing_happened_to_keeps_its_object()
    {
        var two = Views.Picture(Made.System(Api, Made.Profile("web")));
        two.Namespaces.Single().Deployments.Apply(new ClusterChange<Deployment>.Listed([Made.Deployment("api", 3), Made.Deployment("web", 3)], Made.Noon));
        var before = composer.Compose(two, ReadyFigures.None, Made.Noon);
        Assert.False(composer.Compose(two, ReadyFigures.None, Made.Noon.AddSeconds(5)).Changed);
        two.Put(Made.PodOf("web", "0", Made.Waiting("ErrImagePull", "no")));
        var (after, changed) = composer.Compose(two, ReadyFigures.None, Made.Noon.AddSeconds(6));
        Assert.True(changed);
        Assert.Same(before.Board.Workloads[0], after.Workloads[0]);
        Assert.NotEqual(before.Board.Workloads[1], after.Workloads[1]);
    }

    private void List(params Deployment[] deployments)
    {
        Place.Deployments.Apply(new ClusterChange<Deployment>.Listed([.. deployments], Made.Noon));
        Place.Pods.Apply(new ClusterChange<Pod>.Listed([], Made.Noon));
    }

    private void Put(Pod pod, int minute) => Place.Pods.Apply(new ClusterChange<Pod>.Put(pod, Made.Noon.AddMinutes(minute)));

    private WorkloadStatus Compose(double? metric, int minute = 0) => composer.Compose(
        picture,
        new ReadyFigures(ImmutableDictionary<(string, WorkloadProfile), Figure>.Empty.Add(("a", Api), metric is null ? new(null, "no series", false) : new(metric, null, false))),
        Made.Noon.AddMinutes(minute)).Board.Workloads[0];
}
