using Xunit.Sdk;
using Xunit.v3;

// Each test has processes and a broker of its own, and waits for them as much as they compute.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]
