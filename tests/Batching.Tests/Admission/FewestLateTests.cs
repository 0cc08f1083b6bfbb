using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Admission;

public class FewestLateTests
{
    private static readonly DocumentJob Any = new(new JobTicket(1), new TestModel().Plan("Ada met Bob"), 0, Deadline.Never);
    private readonly FewestLate _choice = new();

    [Fact]
    public void Where_all_can_be_in_time_all_are() => Assert.Equal([true, true, true], Choose([1, 2, 3], [1, 3, 6]));

    [Fact]
    public void Where_they_cannot_the_one_that_costs_most_waits() => Assert.Equal([true, false, true, true], Choose([1, 5, 1, 1], [5, 6, 6, 6]));

    [Fact]
    public void Two_lanes_do_twice_as_much()
    {
        Assert.Equal([true, false, false], Choose([2, 2, 2], [2, 3, 3]));
        Assert.Equal([true, true, false], Choose([2, 2, 2], [2, 3, 3], lanes: 2));
        Assert.Equal([true, true, true], Choose([2, 2, 2], [2, 3, 4], lanes: 2));
    }

    [Fact]
    public void Whoever_has_no_deadline_is_never_given_up() =>
        Assert.Equal([false, true, true], Choose([9, 1, 1], [9, 9, double.PositiveInfinity]));

    [Fact]
    public void Whom_a_result_waits_for_is_not_given_up_and_others_are_in_its_stead()
    {
        Assert.Equal([true, false, true], Choose([5, 3, 1], [6, 8, 8], mayWait: [false, true, true]));
        Assert.Equal([false, true], Choose([1, 3], [4, 3], mayWait: [true, false]));
        Assert.Equal([true, true], Choose([3, 3], [3, 3], mayWait: [false, false]));
    }

    /// <summary>Against all ways to give some up, on one lane and where a document takes the lane for as long as it costs.</summary>
    [Fact]
    public void Nobody_could_be_on_time_with_fewer_given_up()
    {
        int givenUp = 0;
        for (int seed = 0; seed < RunLength.Of(400, 20_000); seed++)
        {
            Random random = new(seed);
            int documents = 1 + random.Next(8);
            double[] work = [.. Enumerable.Range(0, documents).Select(_ => (double)(1 + random.Next(9)))];
            double[] left = [.. work.Select(own => own + random.Next(20)).Order()];
            for (int i = 0; i < documents; i++)
            {
                left[i] = Math.Max(left[i], work[i]);
            }

            left = [.. left.Select((_, i) => left[..(i + 1)].Max())];

            bool[] kept = Choose(work, left);

            Assert.True(IsInTime(work, left, kept), $"seed {seed}: not all that are kept are in time.");
            int fewest = Enumerable.Range(0, 1 << documents)
                .Select(set => Enumerable.Range(0, documents).Select(i => (set & (1 << i)) != 0).ToArray())
                .Where(set => IsInTime(work, left, set))
                .Min(static set => set.Count(static one => !one));
            Assert.True(kept.Count(static one => !one) == fewest, $"seed {seed}: {kept.Count(static one => !one)} given up, {fewest} would have done.");
            givenUp += fewest;
        }

        Assert.True(givenUp > 200, $"Only {givenUp} were given up: nothing to tell.");
    }

    private static bool IsInTime(double[] work, double[] left, bool[] kept)
    {
        double ends = 0;
        for (int i = 0; i < work.Length; i++)
        {
            ends += kept[i] ? work[i] : 0;
            if (kept[i] && ends > left[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A document costs a lane a second a row and takes as long from its begin.</summary>
    private bool[] Choose(double[] work, double[] left, int lanes = 1, bool[]? mayWait = null)
    {
        PlaceTree jobs = new();
        Place[] places = [.. work.Select((own, i) => PlaceOf(i, (int)own, left[i], mayWait?[i] ?? true))];
        Array.ForEach(places, jobs.Add);
        LengthLine line = new(0, 1);
        _choice.Choose(jobs, new JobEstimate(new JobRequest(0, 0, 0, TimeSpan.Zero, 0, new ServiceForecast(line, line)), frequency: 1), lanes);
        return [.. places.Select(_choice.IsKept)];
    }

    private static Place PlaceOf(int number, int rows, double left, bool mayWait)
    {
        long due = double.IsPositiveInfinity(left) ? long.MaxValue : (long)left;
        WaitingJob job = new(Any with { Ticket = new JobTicket(number) }, new JobGroup(isOrdered: false));
        return new Place(job) { Key = number, Rows = rows, Due = due, MayBeInTime = true, MayBeLate = true, MayWait = mayWait };
    }
}
