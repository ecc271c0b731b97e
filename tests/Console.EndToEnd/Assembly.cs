using OpsConsole.EndToEnd;
using OpsConsole.World;

// One world and one browser, and in it one test after the other: they share the fleet. Beside them, in a world and a browser of their own,
// those that wait long for what a fleet does in its own time.
[assembly: AssemblyFixture(typeof(FleetWorld))]
[assembly: AssemblyFixture(typeof(Browsers))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly, MaxParallelThreads = 2)]
