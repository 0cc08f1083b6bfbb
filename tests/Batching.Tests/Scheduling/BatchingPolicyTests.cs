using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Batching.Tests.Admission.Reference;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>What every policy has to keep.</summary>
public class BatchingPolicyTests
{
    public static TheoryData<string> Names => new(BatchingPolicies.All.Select(static policy => policy.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_found_by_its_name(string name) => Assert.Equal(name, Find(name).Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Documents_have_one_order_whatever_is_compared_first(string name)
    {
        IBatchingPolicy policy = Find(name);
        for (int seed = 0; seed < RunLength.Of(200, 5000); seed++)
        {
            Random random = new(seed);
            BatchingCandidate[] candidates = [.. Enumerable.Range(0, 3).Select(i => Draw(random, i))];
            (BatchingCandidate first, BatchingCandidate second, BatchingCandidate third) = (candidates[0], candidates[1], candidates[2]);

            Assert.Equal(0, policy.Compare(first, first));
            Assert.NotEqual(0, policy.Compare(first, second));
            Assert.Equal(Math.Sign(policy.Compare(first, second)), -Math.Sign(policy.Compare(second, first)));
            Assert.True(
                policy.Compare(first, second) > 0 || policy.Compare(second, third) > 0 || policy.Compare(first, third) < 0,
                $"seed {seed}: the first is before the second, that before the third, and the first not before the third.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_queue_hands_every_document_out_once_and_leaves_none_behind(string name)
    {
        for (int seed = 0; seed < RunLength.Of(40, 1000); seed++)
        {
            const long Frequency = 1_000_000_000;
            QueueScenario scenario = new(seed, Frequency);
            using DeadlineJobs jobs = new(60, TimeProvider.System, Find(name).Queue);
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

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_never_changes_what_is_read(string name)
    {
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            Random random = new(seed);
            TestModel model = new(seed);
            DocumentPlan[] plans = [.. Enumerable.Range(0, 10).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(60))))];

            PackedDecoder.Run(
                model,
                plans,
                new BatchingOptions { RowsPerStep = 16 + random.Next(64), DocumentsInFlight = random.Next(6) },
                random,
                deadlines: random,
                policy: Find(name));

            foreach (WindowPlan window in plans.SelectMany(static plan => plan.Windows))
            {
                ReferenceReading reference = model.Read(window);
                Assert.Equal(reference.Counts, PlanReading.Of(window).Counts);
                Assert.Equal(reference.Mentions.Select(static mention => mention.Text), PlanReading.Of(window).Mentions.Select(static mention => mention.Text));
            }
        }
    }

    private static IBatchingPolicy Find(string name) => BatchingPolicies.Find(name)!;

    private static BatchingCandidate Draw(Random random, int arrival) => new(
        arrival, new Deadline(random.Next(4)), TimeSpan.FromMilliseconds(random.Next(-2, 3)), random.Next(LeastSlackPolicy.PatienceSteps - 2, LeastSlackPolicy.PatienceSteps + 2));
}
