using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Admission;

public class PlaceTreeTests
{
    private static readonly DocumentJob Any = new(new JobTicket(1), new TestModel().Plan("Ada met Bob"), 0, Deadline.Never);

    [Fact]
    public void Places_stand_in_order_and_every_branch_knows_what_is_in_it()
    {
        for (int seed = 0; seed < RunLength.Of(200, 5000); seed++)
        {
            Random random = new(seed);
            PlaceTree tree = new();
            List<Place> places = [];
            for (int i = 0; i < 120; i++)
            {
                Change(tree, places, random, i);
                CheckPassing(tree, random);
                List<Place> found = [];
                Check(tree.Root, found);
                Assert.Equal(places.OrderBy(static place => (place.Key, place.Owner.Job.Ticket.Value)), found);
                Assert.Equal((found.Count, found.FirstOrDefault()), (tree.Count, tree.First));
                CheckNeighbours(tree, found, random);
            }
        }
    }

    /// <summary>Those of one time, of whom others may stand between at either end.</summary>
    [Fact]
    public void Places_that_stand_together_are_moved_at_once_and_only_if_they_do_there_too()
    {
        int moved = 0, refused = 0;
        for (int seed = 0; seed < RunLength.Of(300, 5000); seed++)
        {
            Random random = new(seed);
            PlaceTree tree = new();
            for (int i = 0; i < 40; i++)
            {
                Place place = Place(random.Next(6), i);
                (place.Due, place.MayBeInTime, place.MayBeLate) = (place.Key, true, true);
                tree.Add(place);
            }

            for (int i = 0; i < 20; i++)
            {
                List<Place> all = InOrder(tree);
                Place first = all[random.Next(all.Count)];
                Place last = all.Where(place => place.Key == first.Key && !place.IsBefore(first)).OrderBy(_ => random.Next()).First();
                List<Place> chosen = [.. all.Where(place => !place.IsBefore(first) && !last.IsBefore(place))];
                long due = random.Next(6);
                bool isCounted = random.Next(4) > 0;
                bool areTogether = isCounted && !all.Exists(place => place.Key == due && !chosen.Contains(place) && IsBetween(place, first, last));

                bool isMoved = tree.TryMove(first, last, isCounted ? chosen.Count : chosen.Count - 1, due);

                (moved, refused) = (moved + (isMoved ? 1 : 0), refused + (isMoved ? 0 : 1));
                List<Place> found = InOrder(tree);
                Assert.All(chosen, place => Assert.True(!isMoved || (place.Key == due && place.Due == due)));
                Assert.Equal(all.OrderBy(static place => (place.Key, place.Owner.Job.Ticket.Value)), found);
                Assert.True(isMoved == areTogether, $"seed {seed}: moved {isMoved}, together {areTogether}.");
            }
        }

        Assert.True(moved > 500 && refused > 500, $"{moved} moved, {refused} refused.");
    }

    [Fact]
    public void It_is_not_much_deeper_than_it_must_be()
    {
        PlaceTree tree = new();
        for (int i = 0; i < 65_536; i++)
        {
            tree.Add(Place(i, i));
        }

        Assert.InRange(Depth(tree.Root), 16, 64);
    }

    private static void Change(PlaceTree tree, List<Place> places, Random random, int number)
    {
        int change = places.Count == 0 ? 0 : random.Next(4);
        if (change <= 1)
        {
            Place place = Place(random.Next(20), number);
            Draw(place, random);
            places.Add(place);
            tree.Add(place);
            return;
        }

        Place changed = places[random.Next(places.Count)];
        if (change == 2)
        {
            places.Remove(changed);
            tree.Remove(changed);
        }
        else
        {
            Draw(changed, random);
            tree.Renew(changed);
        }
    }

    private static void Draw(Place place, Random random)
    {
        (place.Rows, place.Due) = (1 + random.Next(9), random.Next(30));
        (place.MayBeInTime, place.MayBeLate) = (random.Next(2) == 0, random.Next(2) == 0);
        (place.MayWait, place.IsHead) = (random.Next(3) == 0, random.Next(3) == 0);
    }

    private static Place Place(long key, int ticket) => new(new WaitingJob(Any with { Ticket = new JobTicket(ticket) }, new JobGroup(false))) { Key = key };

    private static List<Place> Check(Place? at, List<Place> found)
    {
        if (at is null)
        {
            return [];
        }

        List<Place> all = [.. Check(at.Left, found)];
        found.Add(at);
        all.Add(at);
        all.AddRange(Check(at.Right, found));
        Assert.True((at.Left?.Priority ?? 0) <= at.Priority && (at.Right?.Priority ?? 0) <= at.Priority);
        Place[] inTime = [.. all.Where(static place => place.MayBeInTime)];
        Place[] late = [.. all.Where(static place => place.MayBeLate)];
        Assert.Equal((all.Count, all.Sum(static place => (long)place.Rows), all.Exists(static place => place.IsHead)), (at.Count, at.AllRows, at.HasHead));
        Assert.Equal((inTime.Max(static place => (int?)place.Rows) ?? 0, inTime.Min(static place => (long?)place.Due) ?? long.MaxValue), (at.Longest, at.Earliest));
        Assert.Equal(
            (late.Min(static place => (int?)place.Rows) ?? int.MaxValue, late.Max(static place => (long?)place.Due) ?? long.MinValue), (at.Shortest, at.Latest));
        Assert.Equal(all.Where(static place => place.MayWait).Select((place, i) => (place, i)).OrderBy(static one => (one.place.Rows, one.i)).LastOrDefault().place, at.Costliest);
        return all;
    }

    private static void CheckNeighbours(PlaceTree tree, List<Place> places, Random random)
    {
        if (places.Count > 0)
        {
            int i = random.Next(places.Count);
            Assert.Equal(places.Skip(i + 1).FirstOrDefault(), tree.After(places[i]));
            Assert.Equal(places.Take(i).LastOrDefault(), tree.Before(places[i]));
            Assert.Equal(places.Skip(i + 1).FirstOrDefault(static place => place.IsHead), tree.HeadAfter(places[i]));
            Assert.Equal(places.Take(i).LastOrDefault(static place => place.MayBeInTime), tree.InTimeBefore(places[i]));
            Assert.Equal(i, tree.Rank(places[i]));
        }
    }

    private static void CheckPassing(PlaceTree tree, Random random)
    {
        List<Place> places = InOrder(tree);
        if (places.Count > 0)
        {
            int first = random.Next(places.Count);
            int end = random.Next(first, places.Count);
            int[] passed = [.. places.Select(static place => place.Passed)];

            tree.Pass(places[first], places[end]);

            Assert.Equal(places, InOrder(tree));
            Assert.Equal(passed.Select((times, i) => times + (i >= first && i < end ? 1 : 0)), places.Select(static place => place.Passed));
        }
    }

    private static bool IsBetween(Place place, Place first, Place last) =>
        place.Owner.Job.Ticket.Value > first.Owner.Job.Ticket.Value && place.Owner.Job.Ticket.Value < last.Owner.Job.Ticket.Value;

    private static List<Place> InOrder(PlaceTree tree)
    {
        List<Place> found = [];
        Check(tree.Root, found);
        return found;
    }

    private static int Depth(Place? at) => at is null ? 0 : 1 + Math.Max(Depth(at.Left), Depth(at.Right));
}
