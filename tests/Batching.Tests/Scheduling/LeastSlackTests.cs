using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>Deadlines, on a virtual clock.</summary>
public class LeastSlackTests
{
    private static readonly TimeSpan Tight = TimeSpan.FromMilliseconds(90);
    private static readonly TimeSpan Loose = TimeSpan.FromSeconds(2);

    [Fact]
    public void At_half_the_capacity_nobody_is_late()
    {
        TestModel model = ShortAnswers();
        BatchingOptions options = new() { DocumentsInFlight = 16 };
        double capacity = Capacity(model, options);

        Dictionary<int, (TimeSpan Latency, bool Late)> ends = new SimulatedLane(model, new LeastSlackPolicy(), options)
            .Run(Poisson(400, capacity * 0.5, seed: 1, static _ => TimeSpan.FromMilliseconds(250)));

        Assert.Equal(0, ends.Values.Count(static end => end.Late));
    }

    [Fact]
    public void In_a_mixture_of_objectives_the_tight_ones_are_kept_where_arrival_order_misses_them()
    {
        TestModel model = ShortAnswers();
        BatchingOptions options = new() { DocumentsInFlight = 24, RowsPerStep = 64 };
        List<(TimeSpan, TimeSpan)> arrivals = Poisson(600, Capacity(model, options) * 0.9, seed: 2, static i => i % 5 == 0 ? Tight : Loose);

        int LateTightOnes(IBatchingPolicy policy) => new SimulatedLane(model, policy, options).Run(arrivals).Count(static end => end.Key % 5 == 0 && end.Value.Late);
        int byArrival = LateTightOnes(new ArrivalOrderPolicy());
        int bySlack = LateTightOnes(new LeastSlackPolicy());

        Assert.True(byArrival >= 20, $"Arrival order misses only {byArrival}: the load is too light to tell.");
        Assert.True(bySlack * 4 <= byArrival, $"Least slack misses {bySlack} of 120, arrival order {byArrival}.");
    }

    [Fact]
    public void Under_overload_everybody_ends_and_those_that_can_make_it_come_first()
    {
        TestModel model = ShortAnswers();
        BatchingOptions options = new() { DocumentsInFlight = 8 };
        double capacity = Capacity(model, options);
        List<(TimeSpan At, TimeSpan Objective)> arrivals = Poisson(300, capacity * 1.5, seed: 3, static _ => TimeSpan.FromMilliseconds(150));

        Dictionary<int, (TimeSpan Latency, bool Late)> ends = new SimulatedLane(model, new LeastSlackPolicy(), options).Run(arrivals);

        Assert.Equal(300, ends.Count);
        Assert.True(ends.Values.Max(static end => end.Latency) < TimeSpan.FromSeconds(300 / capacity * 1.2), "A document waited longer than the whole backlog takes.");
    }

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
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            TestModel model = new(seed);
            DocumentPlan[] plans = [.. Enumerable.Range(0, 10).Select(_ => model.Plan(SampleTexts.Create(random, random.Next(60))))];

            PackedDecoder.Run(model, plans, new BatchingOptions { RowsPerStep = 16 + random.Next(64), DocumentsInFlight = 5 }, random, new LeastSlackPolicy());

            foreach (WindowPlan window in plans.SelectMany(static plan => plan.Windows))
            {
                ReferenceReading reference = model.Read(window);
                Assert.Equal(reference.Counts, PlanReading.Of(window).Counts);
                Assert.Equal(reference.Mentions.Select(static mention => mention.Text), PlanReading.Of(window).Mentions.Select(static mention => mention.Text));
            }
        }
    }

    /// <summary>Documents like real ones: a few mentions of a few tokens.</summary>
    private static TestModel ShortAnswers() =>
        new(1, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(MaxMentionsPerLabel: 2, MaxMentionTokens: 4)), new EngineCapacity(64, 4096, 256, 128, 512));

    /// <summary>Documents per second when there is always another.</summary>
    private static double Capacity(TestModel model, BatchingOptions options)
    {
        Dictionary<int, (TimeSpan Latency, bool Late)> ends = new SimulatedLane(model, new ArrivalOrderPolicy(), options)
            .Run([.. Enumerable.Repeat((TimeSpan.Zero, Loose), 200)]);
        return 200 / ends.Values.Max(static end => end.Latency).TotalSeconds;
    }

    private static List<(TimeSpan At, TimeSpan Objective)> Poisson(int count, double perSecond, int seed, Func<int, TimeSpan> objective)
    {
        Random random = new(seed);
        double at = 0;
        List<(TimeSpan, TimeSpan)> arrivals = [];
        for (int i = 0; i < count; i++)
        {
            at += -Math.Log(1 - random.NextDouble()) / perSecond;
            arrivals.Add((TimeSpan.FromSeconds(at), objective(i)));
        }

        return arrivals;
    }
}
