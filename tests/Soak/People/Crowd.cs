using OpsConsole.Soak.Servers;
using OpsConsole.World;

namespace OpsConsole.Soak.People;

/// <summary>The people of the play: each does what their role is about, and now and then what it is not.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<(Hand Hand, IReadOnlyList<Func<Hand, CancellationToken, Task>> Deeds)> people;
    private readonly SoakOptions options;
    private readonly WalkDeeds walks;

    private Crowd(SoakOptions options, Surroundings around, IReadOnlyList<Hand> hands)
    {
        this.options = options;
        walks = new WalkDeeds(around);
        var (incidents, alerts, actions) = (new IncidentDeeds(around), new AlertDeeds(around), new ActionDeeds(around));
        Func<Hand, CancellationToken, Task>[] answering = [incidents.OpenAsync, incidents.NoteAsync, incidents.NoteAsync, alerts.AcknowledgeAsync, alerts.AcknowledgeAsync, walks.StartAsync, walks.StepAsync, walks.EndAsync, actions.SilenceAsync];
        Func<Hand, CancellationToken, Task>[] acting = [actions.ScaleAsync, actions.ScaleAsync, actions.RestartAsync, actions.SilenceAsync, incidents.CloseAsync];
        people =
        [
            (hands[0], [.. answering, .. acting, alerts.PlanWindowAsync]),
            (hands[1], [.. acting, .. answering]),
            (hands[2], [actions.DecideAsync]),
            (hands[3], [incidents.OpenAsync, alerts.AcknowledgeAsync, actions.ScaleAsync]),
            (hands[4], [.. answering, actions.ScaleAsync]),
        ];
    }

    /// <summary>The one who may do everything.</summary>
    public Hand Admin => people[0].Hand;

    /// <summary>Signs them in, each at one of the replicas.</summary>
    public static async Task<Crowd> SignInAsync(SoakOptions options, SoakWorld world, Surroundings around, CancellationToken cancellation)
    {
        var hands = new List<Hand>();
        foreach (var name in (string[])[Visitor.Admin, Visitor.Operator, Visitor.Approver, Visitor.Viewer, SoakWorld.Responder])
        {
            var visitor = await Visitor.SignInAsync(world.Replicas[hands.Count % world.Replicas.Count].Address, name, cancellation);
            hands.Add(new(visitor, world.Replicas, options.ChanceFor($"person {name}")));
        }

        return new(options, around, hands);
    }

    /// <summary>They act until it is over.</summary>
    public Task ActAsync(CancellationToken over) => Task.WhenAll(people.Select(person => ActAsync(person.Hand, person.Deeds, over)));

    /// <summary>Ends the walkthroughs that are still open, as their people do at the end of their shift.</summary>
    /// <param name="open">Their ids.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task EndWalksAsync(IEnumerable<string> open, CancellationToken cancellation)
    {
        foreach (var walk in open)
        {
            await walks.EndAsync(Admin, walk, cancellation);
        }
    }

    public void Dispose()
    {
        foreach (var (hand, _) in people)
        {
            hand.Dispose();
        }
    }

    private async Task ActAsync(Hand hand, IReadOnlyList<Func<Hand, CancellationToken, Task>> deeds, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            // Nobody is torn from what they do: an act that was begun gets its answer.
            await deeds[hand.Below(deeds.Count)](hand, CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(500 + hand.Below(options.IsShort ? 4000 : 6000)), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
