using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>
/// An engine with forced decoding: the inner engine executes each step in full, then every choice whose token history is in the book
/// is replaced by the reference token. Where the history is not in the book, as behind a rejected draft, the model's choice stands.
/// Used by one thread; a step allocates nothing.
/// </summary>
internal sealed class ForcedEngine : IDecodeEngine
{
    private readonly IDecodeEngine _engine;
    private readonly AnswerBook _book;
    private readonly StepResult _own;

    /// <summary>Hash of each slot's tokens up to and including each position, slot after slot.</summary>
    private readonly ulong[] _histories;

    /// <summary>Wraps an engine, which it owns and disposes.</summary>
    /// <param name="engine">Executes the steps.</param>
    /// <param name="book">The reference answers of the documents in decoding.</param>
    public ForcedEngine(IDecodeEngine engine, AnswerBook book)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(book);
        (_engine, _book) = (engine, book);
        _own = new StepResult(engine.Capacity);
        _histories = new ulong[engine.Capacity.Slots * engine.Capacity.SequenceTokens];
    }

    /// <inheritdoc/>
    public EngineCapacity Capacity => _engine.Capacity;

    /// <inheritdoc/>
    public string Device => _engine.Device;

    /// <summary>Choices replaced so far.</summary>
    public long Forced { get; private set; }

    /// <summary>Choices whose answer was not among the candidates, so that the model's own stood; a defect of the workload.</summary>
    public long Refused { get; private set; }

    /// <inheritdoc/>
    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        _own.Clear();
        StepStatus status = _engine.Execute(plan, _own);
        result.Clear();
        if (status == StepStatus.Ok)
        {
            Follow(plan);
            Replace(plan.Batch, result);
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>Trims need nothing: what lies behind a trim is written over before it is read again.</summary>
    private void Follow(StepPlan plan)
    {
        foreach (PrefixCopy copy in plan.Copies)
        {
            Of(copy.Source)[..copy.Length].CopyTo(Of(copy.Target));
        }

        MicroBatch batch = plan.Batch;
        for (int row = 0; row < batch.RowCount; row++)
        {
            int position = batch.Positions[row];
            ReadOnlySpan<SlotId> slots = batch.SlotsOf(row);
            ulong before = position == 0 ? HistoryHash.Empty : Of(slots[0])[position - 1];
            ulong after = HistoryHash.Next(before, batch.Tokens[row]);
            foreach (SlotId slot in slots)
            {
                Of(slot)[position] = after;
            }
        }
    }

    private void Replace(MicroBatch batch, StepResult result)
    {
        for (int i = 0; i < batch.OutputCount; i++)
        {
            OutputRequest output = batch.Outputs[i];
            TokenChoice own = _own.Choices[i];
            ulong history = Of(batch.SlotsOf(output.Row)[0])[batch.Positions[output.Row]];
            if (!_book.TryFind(history, out TokenId answer))
            {
                result.Add(own);
            }
            else if (output.Scope != ChoiceScope.Vocabulary && !batch.CandidatesOf(output).Contains(answer))
            {
                Refused++;
                result.Add(own);
            }
            else
            {
                // The probability stays the model's: it decides nothing, and what it costs to find is part of the step.
                Forced++;
                result.Add(own with { Token = answer, LogProbability = own.IsValid ? own.LogProbability : 0 });
            }
        }
    }

    private Span<ulong> Of(SlotId slot) => _histories.AsSpan(slot.Value * Capacity.SequenceTokens, Capacity.SequenceTokens);
}
