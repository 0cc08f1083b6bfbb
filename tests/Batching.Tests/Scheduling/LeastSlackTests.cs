using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>The policy itself; what it achieves is told by the simulation.</summary>
public class LeastSlackTests
{
    [Fact]
    public void A_document_that_is_passed_over_goes_to_the_front_in_the_end()
    {
        LeastSlackPolicy policy = new();
        BatchingCandidate late = new(1, TimeSpan.FromSeconds(-5), LeastSlackPolicy.PatienceSteps);
        BatchingCandidate punctual = new(2, TimeSpan.FromSeconds(1), 0);

        Assert.True(policy.Compare(late, punctual) < 0);
        Assert.True(policy.Compare(late with { StepsPassedOver = 0 }, punctual) > 0);
        Assert.True(policy.Compare(punctual, punctual with { Arrival = 3, Slack = TimeSpan.FromSeconds(2) }) < 0);
        Assert.True(policy.Compare(late with { StepsPassedOver = 0 }, late with { StepsPassedOver = 0, Arrival = 9, Slack = TimeSpan.FromSeconds(-9) }) < 0);
    }

    [Fact]
    public void The_order_never_changes_what_is_read()
    {
        for (int seed = 0; seed < RunLength.Of(20, 500); seed++)
        {
            Random random = new(seed);
            TestModel model = new(seed);
            DocumentPlan[] plans = [.. Enumerable.Range(0, 10).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(60))))];

            PackedDecoder.Run(model, plans, new BatchingOptions { RowsPerStep = 16 + random.Next(64), DocumentsInFlight = random.Next(6) }, random, deadlines: random);

            foreach (WindowPlan window in plans.SelectMany(static plan => plan.Windows))
            {
                ReferenceReading reference = model.Read(window);
                Assert.Equal(reference.Counts, PlanReading.Of(window).Counts);
                Assert.Equal(reference.Mentions.Select(static mention => mention.Text), PlanReading.Of(window).Mentions.Select(static mention => mention.Text));
            }
        }
    }
}
