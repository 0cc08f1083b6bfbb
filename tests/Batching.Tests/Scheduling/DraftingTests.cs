using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Scheduling;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Scheduling;

/// <summary>Documents one after the other, each label with a mention, on an engine whose steps cost far more than their rows.</summary>
public class DraftingTests
{
    private const string Text = "alpha beta gamma delta epsilon zeta eta theta";

    [Fact]
    public void Where_mentions_go_on_and_steps_cost_drafts_save_most_of_them()
    {
        (int steps, int _) = Decode(drafts: 16, goesOn: true, new BatchingOptions());

        Assert.True(steps * 2 < Decode(drafts: 0, goesOn: true, new BatchingOptions()).Steps, $"{steps} steps");
    }

    [Fact]
    public void Where_mentions_end_after_a_word_nothing_is_drafted_any_more() =>
        Assert.Equal(Decode(drafts: 0, goesOn: false, new BatchingOptions()), Decode(drafts: 16, goesOn: false, new BatchingOptions()));

    [Fact]
    public void Lanes_that_fill_before_a_step_draft_nothing_for_their_results_must_not_hang_on_time() => Assert.Equal(
        Decode(drafts: 0, goesOn: true, new BatchingOptions().FillingBeforeStep()), Decode(drafts: 16, goesOn: true, new BatchingOptions().FillingBeforeStep()));

    [Fact]
    public void Asked_to_a_lane_drafts_whether_it_pays_or_not() =>
        Assert.True(Decode(drafts: 16, goesOn: false, new BatchingOptions().DraftingAlways()).Rows > Decode(drafts: 0, goesOn: false, new BatchingOptions()).Rows);

    /// <summary>Steps and rows of the last documents, when there is nothing left to learn.</summary>
    private static (int Steps, int Rows) Decode(int drafts, bool goesOn, BatchingOptions options)
    {
        TestModel model = new(settings: new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits(DraftTokens: drafts)));
        TokenId[] counts = [.. model.Template.CountCandidates];
        using InMemoryEngine engine = new(model.Capacity, (_, _, candidates) =>
        {
            bool ends = !goesOn && candidates[^1] == model.Template.EndOfMention;
            return new TokenChoice(candidates.SequenceEqual(counts) ? candidates[1] : ends ? candidates[^1] : candidates[0], -0.1f, 1);
        });
        SequenceScheduler scheduler = new(model.Capacity, options, TimeProvider.System);
        StepPlan plan = new(model.Capacity);
        StepResult result = new(model.Capacity);
        List<CompletedDocument> completed = [];
        (int Steps, int Rows) last = default;
        for (int document = 0, step = 0; document < 60; document++)
        {
            scheduler.Add(new DocumentJob(new JobTicket(document), model.Plan(Text), 0, Deadline.Never));
            for (; !scheduler.IsIdle; step++)
            {
                int rows = scheduler.Schedule(plan, step, step).Rows;
                result.Clear();
                Assert.Equal(StepStatus.Ok, engine.Execute(plan, result));
                scheduler.Apply(result, step, TimeSpan.FromMilliseconds(10 + (0.1 * rows)), completed);
                last = document < 40 ? default : (last.Steps + 1, last.Rows + rows);
            }
        }

        Assert.Equal(60, completed.Count);
        return last;
    }
}
