using PaDeNer.Benchmarking.ForcedDecoding;
using PaDeNer.Benchmarking.Tests.Support;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.Tests.ForcedDecoding;

public sealed class ForcedEngineTests : IDisposable
{
    private static readonly SlotId First = new(0);
    private static readonly SlotId Second = new(1);
    private readonly Bench _bench = new();
    private readonly AnswerBook _book = new();
    private readonly ForcedEngine _engine;
    private readonly StepPlan _plan;
    private readonly StepResult _result;

    public ForcedEngineTests()
    {
        _engine = new ForcedEngine(_bench.Source().Create(1, 1), _book);
        _plan = new StepPlan(_engine.Capacity);
        _result = new StepResult(_engine.Capacity);
    }

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_history_is_followed_through_shared_rows_copies_and_trims()
    {
        // Label prompt 10 20 30, answer 40; mention prompt 50, answer 60 70.
        _book.Add(new DocumentAnswers([new LabelAnswers(Tokens(10, 20, 30), Tokens(40), [new MentionAnswer(Tokens(50), Tokens(60, 70))])]));

        Rows(0, [First, Second], 10, 20);
        Rows(2, [First], 30);
        Assert.Equal(40, Output(ChoiceScope.Vocabulary));

        // Another slot parts from the copy behind the label's prompt; the first leaves the path and comes back by a trim.
        _plan.Trims.Add(new SlotTrim(Second, 0));
        _plan.Copies.Add(new PrefixCopy(First, Second, 3));
        Rows(3, [Second], 50);
        Assert.Equal(60, Output(ChoiceScope.Vocabulary));
        Rows(3, [First], 99);
        Assert.NotEqual(60, Output(ChoiceScope.Vocabulary));
        _plan.Trims.Add(new SlotTrim(First, 3));
        Rows(3, [First], 50, 60);
        Assert.Equal(70, Output(ChoiceScope.Vocabulary));
        Assert.Equal((3, 0), (_engine.Forced, _engine.Refused));
    }

    [Fact]
    public void An_answer_that_is_no_candidate_is_refused_and_counted()
    {
        _book.Add(new DocumentAnswers([new LabelAnswers(Tokens(10), Tokens(40), [])]));

        Rows(0, [First], 10);
        Assert.Equal(41, Output(ChoiceScope.Candidates, 41));
        Assert.Equal((0, 1), (_engine.Forced, _engine.Refused));

        _plan.Trims.Add(new SlotTrim(First, 0));
        Rows(0, [First], 10);
        Assert.Equal(40, Output(ChoiceScope.CandidatesOverVocabulary, 39, 40, 41));
        Assert.True(_result.Choices[0].IsValid);
        Assert.InRange(_result.Choices[0].LogProbability, float.NegativeInfinity, 0);
    }

    [Fact]
    public void A_text_twice_in_flight_keeps_its_answers_until_both_are_done()
    {
        DocumentAnswers answers = new([new LabelAnswers(Tokens(10), Tokens(40), [new MentionAnswer(Tokens(50), Tokens(60, 70))])]);
        _book.Add(answers);
        _book.Add(answers);
        _book.Remove(answers);
        Assert.Equal(3, _book.Count);

        Rows(0, [First], 10);
        Assert.Equal(40, Output(ChoiceScope.Vocabulary));

        _book.Remove(answers);
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void Forced_decoding_of_a_step_allocates_nothing()
    {
        DocumentAnswers answers = new([new LabelAnswers(Tokens(10), Tokens(40), [])]);
        using ForcedEngine engine = new(new SilentEngine(), _book);
        _book.Add(answers);
        long allocated = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            Rows(0, [First, Second], 10);
            _plan.Batch.RequestOutput(ChoiceScope.Vocabulary, []);
            long before = GC.GetAllocatedBytesForCurrentThread();
            engine.Execute(_plan, _result);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before); // code is still being compiled at first
            Assert.Equal(40, _result.Choices[0].Token.Value);
            _plan.Clear();
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_documents_answers_are_those_of_its_template()
    {
        Workload workload = _bench.AdaMetBob();
        DocumentAnswers answers = DocumentAnswers.Of(workload.Documents[0], workload.Template);

        Assert.Equal([0, 2], answers.Labels.Select(label => workload.Template.ReadCount(label.Count).Count!.Value));
        Assert.All(answers.Labels[1].Mentions, mention => Assert.Equal(workload.Template.EndOfMention, mention.Answer[^1]));
        Assert.Equal("Ada Bob", string.Join(' ', workload.Documents[0].Labels[1].Mentions.Select(static mention => mention.Text)));
    }

    private static TokenId[] Tokens(params int[] values) => [.. values.Select(static value => new TokenId(value))];

    private void Rows(int position, SlotId[] slots, params int[] tokens)
    {
        foreach (int token in tokens)
        {
            _plan.Batch.AddRow(new TokenId(token), position++, slots);
        }
    }

    private int Output(ChoiceScope scope, params int[] candidates)
    {
        _plan.Batch.RequestOutput(scope, Tokens(candidates));
        _result.Clear();
        Assert.Equal(StepStatus.Ok, _engine.Execute(_plan, _result));
        _plan.Clear();
        return _result.Choices[0].Token.Value;
    }
}
