using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.LLamaSharp.Mirror;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.LLamaSharp.Tests;

/// <summary>Each rule, broken once; no native library takes part.</summary>
public sealed class StepRulesTests
{
    private static readonly EngineCapacity Capacity = new(Slots: 4, KvCells: 32, RowsPerStep: 16, OutputsPerStep: 4, SequenceTokens: 20);
    private readonly SlotMirror _mirror = new(Capacity);
    private readonly StepRules _rules;
    private readonly StepPlan _plan = new(Capacity with { RowsPerStep = 100, OutputsPerStep = 100 });

    public StepRulesTests() => _rules = new StepRules(Capacity, vocabularySize: 10, _mirror);

    [Fact]
    public void Too_many_rows()
    {
        Fill(0, 17);
        AssertRefused("17 rows; the engine takes 16");
    }

    [Fact]
    public void Too_many_outputs()
    {
        for (int row = 0; row < 5; row++)
        {
            Row(1, row, 0);
            _plan.Batch.RequestOutput(ChoiceScope.Vocabulary, []);
        }

        AssertRefused("5 outputs; the engine gives 4");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void A_token_outside_the_vocabulary(int token)
    {
        Row(token, 0, 0);
        AssertRefused($"Row 0 names token {token}");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void A_slot_that_is_not_there(int slot)
    {
        Row(1, 0, slot);
        AssertRefused($"There is no slot {slot}");
    }

    [Fact]
    public void A_row_that_nobody_sees()
    {
        Row(1, 0);
        AssertRefused("names no slot");
    }

    [Fact]
    public void A_slot_named_twice_in_a_row()
    {
        Row(1, 0, 2, 2);
        AssertRefused("names slot 2 twice");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_first_position_that_is_not_zero(int position)
    {
        Row(1, position, 0);
        AssertRefused($"position {position} in slot 0, whose next position is 0");
    }

    [Fact]
    public void A_gap()
    {
        Row(1, 0, 0);
        Row(1, 2, 0);
        AssertRefused("position 2 in slot 0, whose next position is 1");
    }

    [Fact]
    public void A_row_shared_by_slots_of_different_length()
    {
        Row(1, 0, 0);
        Row(1, 1, 0, 1);
        AssertRefused("position 1 in slot 1");
    }

    [Fact]
    public void A_row_shared_by_slots_that_parted()
    {
        Row(1, 0, 0, 1);
        Row(2, 1, 0);
        Row(3, 1, 1);
        Row(4, 2, 0, 1);
        AssertRefused("which do not share the tokens before it");
    }

    [Fact]
    public void A_sequence_longer_than_the_model_was_trained_for()
    {
        Fill(0, 16);
        Apply();
        _plan.Clear();
        Fill(0, 5, from: 16);
        AssertRefused("a sequence holds at most 20 tokens");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    public void A_trim_to_more_or_less_than_can_be(int length)
    {
        Fill(0, 3);
        Apply();
        _plan.Clear();
        _plan.Trims.Add(new SlotTrim(new SlotId(0), length));
        AssertRefused($"Trim of slot 0 to {length} tokens: it holds 3");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_copy_of_more_or_less_than_can_be(int length)
    {
        Fill(0, 3);
        Apply();
        _plan.Clear();
        _plan.Copies.Add(new PrefixCopy(new SlotId(0), new SlotId(1), length));
        AssertRefused($"Copy of {length} tokens from slot 0: it holds 3");
    }

    [Fact]
    public void A_copy_onto_tokens()
    {
        Fill(0, 3);
        Apply();
        _plan.Clear();
        Row(1, 0, 1);
        Apply();
        _plan.Clear();
        _plan.Copies.Add(new PrefixCopy(new SlotId(0), new SlotId(1), 2));
        AssertRefused("the target holds 1 tokens and has to be empty");
    }

    [Fact]
    public void A_choice_among_nothing()
    {
        Row(1, 0, 0);
        _plan.Batch.RequestOutput(ChoiceScope.Candidates, []);
        AssertRefused("no candidate");
    }

    [Fact]
    public void A_candidate_outside_the_vocabulary()
    {
        Row(1, 0, 0);
        _plan.Batch.RequestOutput(ChoiceScope.CandidatesOverVocabulary, [new TokenId(3), new TokenId(10)]);
        AssertRefused("names token 10");
    }

    private void Fill(int slot, int rows, int from = 0)
    {
        for (int row = 0; row < rows; row++)
        {
            Row(1, from + row, slot);
        }
    }

    private void Row(int token, int position, params int[] slots) =>
        _plan.Batch.AddRow(new TokenId(token), position, Array.ConvertAll(slots, static slot => new SlotId(slot)));

    private void Apply()
    {
        _rules.ApplyMoves(_plan);
        _rules.ApplyRows(_plan.Batch);
        _mirror.Commit();
    }

    private void AssertRefused(string rule)
    {
        int before = _mirror.CellsInUse;
        EngineFaultException fault = Assert.Throws<EngineFaultException>(Apply);
        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
        _mirror.RollBack(0);
        Assert.Equal(before, _mirror.CellsInUse);
    }
}
