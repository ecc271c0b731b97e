using OpsConsole.World;

namespace OpsConsole.Soak.Troubles;

/// <summary>Plays the fleet's own faults at random: starts some, stops them after a while, and never more than a few at once.</summary>
/// <param name="options">The run.</param>
/// <param name="fleet">The fleet.</param>
/// <param name="diary">Told of each.</param>
internal sealed class Play(SoakOptions options, FleetClient fleet, Diary diary)
{
    private const int AtOnce = 3;
    private readonly Random chance = options.ChanceFor("play");

    /// <summary>Plays until it is over, then stops all that runs.</summary>
    /// <param name="over">No more after this.</param>
    public async Task GoOnAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await TryAsync(TurnAsync);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(6_000, 20_000)), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stops all that runs.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await fleet.StopAllAsync(cancellation);
        diary.Tell("scenario  all are stopped");
    }

    private async Task TurnAsync()
    {
        // What is drawn does not hang on what runs, so that the same seed plays the same.
        var (drawn, stops) = (chance.Next(), chance.Next(3) == 0);
        var all = await fleet.ScenariosAsync(CancellationToken.None);
        var running = all.Where(scenario => scenario.State == "running").ToList();
        if (running.Count >= AtOnce || (stops && running.Count > 0))
        {
            var one = running[drawn % running.Count];
            await fleet.StopAsync(one, CancellationToken.None);
            diary.Tell($"scenario  {one.Id} stops", "scenarios stopped");
        }
        else
        {
            var quiet = all.Where(scenario => scenario.State == "stopped").OrderBy(scenario => scenario.Id, StringComparer.Ordinal).ToList();
            var one = quiet[drawn % quiet.Count];
            await fleet.StartAsync(one, CancellationToken.None);
            diary.Tell($"scenario  {one.Id} starts", "scenarios started");
        }
    }

    // The fleet is killed and hung, too; the play goes on when it is back.
    private static async Task TryAsync(Func<Task> turn)
    {
        try
        {
            await turn();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Next turn.
        }
    }
}
