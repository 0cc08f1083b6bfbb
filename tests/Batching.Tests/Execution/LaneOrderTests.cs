using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>In what order a lane begins documents when it has more than its slots, cells and rows are enough for.</summary>
public class LaneOrderTests
{
    private const int Documents = 250;

    [Fact]
    public void A_lane_begins_documents_in_the_order_in_which_it_took_them_whatever_their_deadlines()
    {
        int waited = 0;
        for (int seed = 0; seed < RunLength.Of(20, 1000); seed++)
        {
            using CrowdedLane lane = new(seed);
            lane.Run(Documents);

            Assert.Equal(lane.Begun.Order(), lane.Begun);
            waited += Enumerable.Range(0, Documents).Count(document => lane.Begun[document] > lane.TakenBefore[document]);
        }

        Assert.True(waited > RunLength.Least(500), $"Only {waited} documents had to wait for others: nothing to tell.");
    }
}
