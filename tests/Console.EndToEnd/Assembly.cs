using OpsConsole.EndToEnd;
using OpsConsole.World;

// One world and one browser for all tests, one test after the other: they share the fleet.
[assembly: AssemblyFixture(typeof(FleetWorld))]
[assembly: AssemblyFixture(typeof(Browsers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
