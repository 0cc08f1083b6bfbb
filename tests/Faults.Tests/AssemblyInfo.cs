using PaDeNer.Faults.Tests.Runs;
using Xunit.Sdk;
using Xunit.v3;

// Each test has topics, a group and processes of its own, and mostly waits: for sessions to end, for brokers to come back. What measures runs alone.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = FaultRun.Together)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
[assembly: AssemblyFixture(typeof(SharedBroker))]
