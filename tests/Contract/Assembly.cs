using OpsConsole.Contract.Clusters;

// Both clusters are shared by all tests; what a test changes is its own. Most tests wait for a server, so many more of
// them than there are cores may run side by side.
[assembly: AssemblyFixture(typeof(BothClusters))]
[assembly: CollectionBehavior(MaxParallelThreads = 12)]
