using OpsConsole.World;

namespace OpsConsole.EndToEnd;

/// <summary>
/// Tests that wait long: for a lease to run out, a queue to drain, a request to lapse. They have a world and a browser of their own, beside
/// that of all others, one test after the other.
/// </summary>
[CollectionDefinition(nameof(LongWaits))]
public sealed class LongWaits : ICollectionFixture<FleetWorld>, ICollectionFixture<Browsers>;
