using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Tests.Admission.Reference;
using PaDeNer.Testing.Runs;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Admission;

/// <summary>The queue beside one that judges and sorts all that wait at each take.</summary>
public class SameAnswersTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_take_gives_the_document_that_looking_at_all_of_them_gives()
    {
        int takes = 0, lateTaken = 0, givenUp = 0, preferred = 0, recovered = 0;
        for (int seed = 0; seed < RunLength.Of(600, 20_000); seed++)
        {
            ReferenceJobs reference = Compare(seed, operations: 500, most: seed % 20 == 0 ? 250 : 40, ref takes);
            lateTaken += reference.LateTaken;
            givenUp += reference.GivenUp;
            preferred += reference.Preferred;
            recovered += reference.Recovered;
        }

        output.WriteLine($"{takes} takes, {lateTaken} of them of late documents, {givenUp} times one was given up, {preferred} preferred for its length, {recovered} in time after all");
        Assert.True(takes > 50_000 && lateTaken > takes / 20 && givenUp > takes / 20 && preferred > takes / 200 && recovered > takes / 200, "Not enough has happened to tell.");
    }

    private static ReferenceJobs Compare(int seed, int operations, int most, ref int takes)
    {
        long frequency = seed % 2 == 0 ? new ManualTimeProvider().TimestampFrequency : 1_000_000_000;
        QueueScenario scenario = new(seed, frequency);
        ReferenceJobs reference = new(frequency);
        using DeadlineJobs expected = new(most, reference);
        using DeadlineJobs jobs = new(most, new JudgedJobs(frequency));
        for (int operation = 0; operation < operations || jobs.Waiting > 0; operation++)
        {
            if (operation < operations && scenario.Comes(jobs.Waiting, most))
            {
                scenario.Write(jobs, expected);
                continue;
            }

            JobRequest request = scenario.Ask();
            bool isTaken = jobs.TryTake(request, out DocumentJob? job);
            Assert.Equal(expected.TryTake(request, out DocumentJob? other), isTaken);
            Assert.True(
                (other?.Ticket, other?.NeededBy) == (job?.Ticket, job?.NeededBy),
                $"seed {seed}, operation {operation}: {job?.Ticket} needed by {job?.NeededBy}, expected {other?.Ticket} needed by {other?.NeededBy}.");
            Assert.Equal(expected.LateCount, jobs.LateCount);
            takes += isTaken ? 1 : 0;
        }

        return reference;
    }
}
