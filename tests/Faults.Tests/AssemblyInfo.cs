using PaDeNer.Faults.Tests.Runs;
using Xunit.Sdk;
using Xunit.v3;

// Each test has processes enough of its own.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SharedBroker))]
