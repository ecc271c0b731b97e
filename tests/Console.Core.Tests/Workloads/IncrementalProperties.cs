using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

/// <summary>However the changes came, the boards are those of a list of what there is in the end.</summary>
public sealed class IncrementalProperties
{
    private static readonly Arbitrary<Step[]> Steps = Gen.ArrayOf(
        from kind in Gen.Choose(0, 9)
        from name in Gen.Choose(0, 5)
        from shape in Gen.Choose(0, 3)
        select new Step(kind, name, shape)).ToArbitrary();

    [Fact]
    public void Any_sequence_of_changes_gives_the_boards_of_its_final_state() => Prop.ForAll(Steps, steps =>
    {
        var (told, final) = (Picture(), new State());
        final.List(told);
        var (pods, workloads) = (new PodComposer(), new WorkloadComposer());
        foreach (var step in steps)
        {
            step.Apply(told, final);
            if (step.Shape == 0)
            {
                // Boards are also made in between: what they remember must not show in the end.
                pods.Compose(told);
                workloads.Compose(told, ReadyFigures.None, Made.Noon);
            }
        }

        var listed = Picture();
        final.List(listed);
        pods.Compose(told);
        new PodComposer().Compose(listed);
        var here = Shown(pods.Compose(told).Board, workloads.Compose(told, ReadyFigures.None, Made.Noon).Board, told);
        var there = Shown(new PodComposer().Compose(listed).Board, new WorkloadComposer().Compose(listed, ReadyFigures.None, Made.Noon).Board, listed);
        return (here == there).Label($"{here}\n---\n{there}");
    }).QuickCheckThrowOnFailure();

    private static FleetPicture Picture() => Views.Picture(
        Made.System(Made.Profile("w0"), Made.Profile("w1")), Made.System(Made.Profile("w2")) with { Id = "b" });

    private static string Shown(PodBoard pods, WorkloadBoard workloads, FleetPicture picture)
    {
        var view = new ViewComposer(picture, Made.Noon).Of(picture.Systems[0], null, []);
        var lines = pods.Pods.Select(pod => $"{pod.System} {pod.Pod.Id.Name} {pod.WorkloadKind}/{pod.Workload} {pod.Words} {pod.Trouble}")
            .Concat(workloads.Workloads.Select(it => $"{it.System} {it.Profile.Name} {it.Ready} {it.Problem} {it.Rollout} {it.RolloutWords} {string.Join(',', it.Pending)} {it.Autoscaler?.Max} {string.Join(',', it.Budgets.Select(budget => budget.MinAvailable))}"))
            .Concat(Checks.All.SelectMany(check => check.Look(view).Select(found => $"{check.Id} {found}")));
        return string.Join('\n', lines);
    }

    /// <summary>What there is.</summary>
    internal sealed class State
    {
        public SortedDictionary<string, Pod> Pods { get; } = [];

        public SortedDictionary<string, Deployment> Deployments { get; } = [];

        public SortedDictionary<string, ReplicaSet> ReplicaSets { get; } = [];

        public SortedDictionary<string, DisruptionBudget> Budgets { get; } = [];

        public SortedDictionary<string, Autoscaler> Autoscalers { get; } = [];

        public void List(FleetPicture picture)
        {
            var place = picture.Namespaces.Single();
            place.Deployments.Apply(Listed(Deployments));
            place.Pods.Apply(Listed(Pods));
            place.ReplicaSets.Apply(Listed(ReplicaSets));
            place.Budgets.Apply(Listed(Budgets));
            place.Autoscalers.Apply(Listed(Autoscalers));
        }

        public static ClusterChange<T> Listed<T>(SortedDictionary<string, T> objects)
            where T : class, IClusterObject => new ClusterChange<T>.Listed([.. objects.Values], Made.Noon);
    }

    /// <summary>One change; the kinds from 5 on take away, or list everything again.</summary>
    internal sealed record Step(int Kind, int Name, int Shape)
    {
        public void Apply(FleetPicture picture, State state)
        {
            var place = picture.Namespaces.Single();
            var workload = $"w{Name % 4}";
            switch (Kind)
            {
                case 0 or 1:
                    Put(place.Pods, state.Pods, Pod(workload));
                    break;
                case 2:
                    Put(place.Deployments, state.Deployments, Made.Deployment(workload, 3, Shape) with { Updated = Shape });
                    break;
                case 3:
                    Put(place.ReplicaSets, state.ReplicaSets, new ReplicaSet
                    {
                        Id = Made.Id($"{workload}-5d8f") with { Owner = Shape == 0 ? null : new ObjectOwner("Deployment", Shape == 1 ? "w1" : workload, "uid") },
                        Desired = 1,
                    });
                    break;
                case 4:
                    Put(place.Budgets, state.Budgets, Made.Budget(workload, $"{Shape}", name: $"budget{Name}"));
                    Put(place.Autoscalers, state.Autoscalers, Made.Autoscaler(workload, 1, 3 + Shape, 3));
                    break;
                case 5 or 6:
                    Remove(place.Pods, state.Pods);
                    break;
                case 7:
                    Remove(place.Deployments, state.Deployments);
                    Remove(place.ReplicaSets, state.ReplicaSets);
                    break;
                case 8:
                    Remove(place.Budgets, state.Budgets);
                    Remove(place.Autoscalers, state.Autoscalers);
                    break;
                default:
                    place.Pods.Broke("for a while");
                    state.List(picture);
                    break;
            }
        }

        private Pod Pod(string workload) => Shape switch
        {
            0 => Made.PodOf(workload, $"{Name}"),
            1 => Made.PodOf(workload, $"{Name}", Made.Waiting("ImagePullBackOff", "no such image")),
            2 => Made.PodOf(workload, $"{Name}") with { Id = Made.Id($"{workload}-5d8f-{Name}") with { Labels = Made.Labels(("app", "w1")) } },
            _ => Made.PodOf(workload, $"{Name}") with { Phase = "Pending" },
        };

        private static void Put<T>(Shelf<T> shelf, SortedDictionary<string, T> state, T item)
            where T : class, IClusterObject
        {
            state[item.Id.Name] = item;
            shelf.Apply(new ClusterChange<T>.Put(item, Made.Noon));
        }

        private void Remove<T>(Shelf<T> shelf, SortedDictionary<string, T> state)
            where T : class, IClusterObject
        {
            if (state.Count > 0 && state.Values.ElementAt(Name % state.Count) is var gone && state.Remove(gone.Id.Name))
            {
                shelf.Apply(new ClusterChange<T>.Gone(gone, Made.Noon));
            }
        }
    }
}
