using OpsConsole.Walls;

namespace OpsConsole.Tests.Pages.Walls;

/// <summary>The real time until it is held: then the first page of a wall has its turn for as long as the test takes.</summary>
internal sealed class HeldClock : TimeProvider
{
    private DateTimeOffset? held;

    public override DateTimeOffset GetUtcNow() => held ?? System.GetUtcNow();

    /// <summary>Holds it at the next begin of the first page's turn.</summary>
    /// <param name="pages">How many pages the wall has.</param>
    public void Hold(int pages)
    {
        var round = pages * WallRotation.Each.Ticks;
        held = new DateTimeOffset(((System.GetUtcNow().UtcTicks / round) + 1) * round, TimeSpan.Zero);
    }
}
