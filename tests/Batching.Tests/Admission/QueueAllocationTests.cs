using PaDeNer.Batching.Admission;
using PaDeNer.Simulation;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Admission;

/// <summary>What a take costs the garbage collector once the queue has seen its load: nothing, whatever the load.</summary>
public class QueueAllocationTests
{
    private const int Most = 100;

    private const int WarmRounds = 3;

    // What a take allocates it allocates in each of these rounds, which are the same. Code that is being compiled anew boxes for a while what its last
    // version does not: 3 and 145 times 24 bytes were seen in one round on a busy machine.
    private const int Rounds = 4;

    [Fact]
    public void A_take_allocates_nothing()
    {
        for (int seed = 0; seed < RunLength.Of(20, 300); seed++)
        {
            using DeadlineJobs jobs = new(Most, new LateLastJobs(new VirtualClock()));
            for (int round = 0; round < WarmRounds; round++)
            {
                Run(jobs, seed);
            }

            long least = long.MaxValue;
            for (int round = 0; round < Rounds && least > 0; round++)
            {
                least = Math.Min(least, Run(jobs, seed));
            }

            Assert.Equal((seed, 0), (seed, least));
        }
    }

    /// <summary>Fills and empties the queue; gives the bytes that takes allocated.</summary>
    private static long Run(DeadlineJobs jobs, int seed)
    {
        QueueScenario scenario = new(seed, new VirtualClock().TimestampFrequency);
        long allocated = 0;
        for (int operation = 0; operation < 2000 || jobs.Waiting > 0; operation++)
        {
            if (operation < 2000 && scenario.Comes(jobs.Waiting, Most))
            {
                scenario.Write(jobs);
                continue;
            }

            JobRequest request = scenario.Ask();
            long before = GC.GetAllocatedBytesForCurrentThread();
            jobs.TryTake(request, out _);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
