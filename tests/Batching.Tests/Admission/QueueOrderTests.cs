using PaDeNer.Batching.Admission;
using PaDeNer.Simulation;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Admission;

/// <summary>What every order of the queue has to keep.</summary>
public class QueueOrderTests
{
    public static TheoryData<string> Names => new(QueueOrders.ByName.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_found_by_its_name(string name) => Assert.Equal(name, QueueOrders.NameOf(QueueOrders.ByName[name]));

    [Fact]
    public void Every_order_has_a_name() => Assert.Equal(Enum.GetValues<QueueOrder>().Order(), QueueOrders.ByName.Values.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_queue_hands_every_document_out_once_and_leaves_none_behind(string name)
    {
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            VirtualClock clock = new();
            QueueScenario scenario = new(seed, clock.TimestampFrequency);
            using DeadlineJobs jobs = new(60, clock, QueueOrders.ByName[name]);
            HashSet<long> taken = [];
            int written = 0;
            for (int operation = 0; operation < 400 || jobs.Waiting > 0; operation++)
            {
                if (operation < 400 && scenario.Comes(jobs.Waiting, 60))
                {
                    scenario.Write(jobs);
                    written++;
                }
                else if (jobs.TryTake(scenario.Ask(), out DocumentJob? job))
                {
                    Assert.True(taken.Add(job.Ticket.Value), $"seed {seed}: {job.Ticket} was handed out twice.");
                }
            }

            Assert.Equal(written, taken.Count);
        }
    }
}
