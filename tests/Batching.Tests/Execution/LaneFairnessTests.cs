using PaDeNer.Batching.Scheduling;
using PaDeNer.Testing.Runs;

namespace PaDeNer.Batching.Tests.Execution;

/// <summary>Whom a lane begins and serves when it has more than it can, and punctual documents keep coming as long as the run lasts.</summary>
public class LaneFairnessTests
{
    private const int Documents = 250;

    [Fact]
    public void Nobody_newer_is_begun_before_a_document_that_was_passed_over_for_sixteen_steps()
    {
        int patient = 0;
        for (int seed = 0; seed < RunLength.Of(30, 1000); seed++)
        {
            using CrowdedLane lane = new(seed);
            lane.Run(new LeastSlackPolicy(), Documents);

            for (int document = 0; document < Documents; document++)
            {
                int front = lane.TakenBefore[document] + LeastSlackPolicy.PatienceSteps;
                patient += lane.Begun[document] > front ? 1 : 0;
                for (int newer = document + 1; newer < Documents; newer++)
                {
                    Assert.True(
                        lane.Begun[newer] >= lane.Begun[document] || lane.Begun[newer] < front,
                        $"seed {seed}: {newer} was begun in step {lane.Begun[newer]}, {document} in {lane.Begun[document]}, at the front since {front}.");
                }
            }
        }

        Assert.True(patient > 500, $"Only {patient} documents had to wait for as long.");
    }

    [Fact]
    public void A_document_in_decoding_is_passed_over_for_sixteen_steps_and_one_for_each_beside_it_at_most()
    {
        int patient = 0;
        for (int seed = 0; seed < RunLength.Of(30, 1000); seed++)
        {
            using CrowdedLane lane = new(seed);
            lane.Run(new LeastSlackPolicy(), Documents);

            // At the front are all who were passed over as long, the oldest first. A step serves that one at least, who then has sixteen
            // steps to wait again: as fewer than sixteen are there, each goes once before a newer one.
            int most = LeastSlackPolicy.PatienceSteps + lane.InFlight - 1;
            foreach ((int document, int step, int passedOver) in lane.PassedOver)
            {
                int inDecoding = Math.Min(passedOver, step - lane.Begun[document]);
                Assert.True(inDecoding <= most, $"seed {seed}: {document} was passed over for {inDecoding} steps, {lane.InFlight} in flight.");
                patient += inDecoding >= LeastSlackPolicy.PatienceSteps ? 1 : 0;
            }
        }

        Assert.True(patient > 200, $"Only {patient} times did a document in decoding come to the front.");
    }

    [Fact]
    public void In_order_of_arrival_documents_are_begun_as_they_came()
    {
        for (int seed = 0; seed < RunLength.Of(20, 1000); seed++)
        {
            using CrowdedLane lane = new(seed);
            lane.Run(new ArrivalOrderPolicy(), Documents);

            Assert.Equal(lane.Begun.Order(), lane.Begun);
        }
    }

    [Fact]
    public void With_least_slack_those_due_at_one_time_and_of_one_length_are_begun_as_they_came()
    {
        for (int seed = 0; seed < RunLength.Of(20, 1000); seed++)
        {
            using CrowdedLane lane = new(seed, isUniform: true);
            lane.Run(new LeastSlackPolicy(), Documents);

            Assert.Equal(lane.Begun.Order(), lane.Begun);
        }
    }
}
