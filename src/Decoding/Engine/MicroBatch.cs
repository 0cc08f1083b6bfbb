using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Engine;

/// <summary>
/// The rows of one step. A row is a token, its position and the slots that see it: a row of several slots is computed once and is
/// part of each. Buffers are reused between steps.
/// </summary>
public sealed class MicroBatch
{
    private readonly TokenId[] _tokens;
    private readonly int[] _positions;
    private readonly int[] _slotStarts;
    private readonly OutputRequest[] _outputs;
    private SlotId[] _slots;
    private TokenId[] _candidates;
    private int _slotCount;
    private int _candidateCount;

    /// <summary>Makes room for what the engine takes in one step.</summary>
    public MicroBatch(EngineCapacity capacity)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        _tokens = new TokenId[capacity.RowsPerStep];
        _positions = new int[capacity.RowsPerStep];
        _slotStarts = new int[capacity.RowsPerStep + 1];
        _outputs = new OutputRequest[capacity.OutputsPerStep];
        _slots = new SlotId[capacity.RowsPerStep * 4];
        _candidates = new TokenId[capacity.OutputsPerStep * 32];
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; private set; }

    /// <summary>How many rows want an output.</summary>
    public int OutputCount { get; private set; }

    /// <summary>Rows that may still be added.</summary>
    public int RoomForRows => _tokens.Length - RowCount;

    /// <summary>Outputs that may still be asked for.</summary>
    public int RoomForOutputs => _outputs.Length - OutputCount;

    /// <summary>The rows' tokens.</summary>
    public ReadOnlySpan<TokenId> Tokens => _tokens.AsSpan(0, RowCount);

    /// <summary>The rows' positions, counted from the start of their sequence.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, RowCount);

    /// <summary>The output rows, in row order.</summary>
    public ReadOnlySpan<OutputRequest> Outputs => _outputs.AsSpan(0, OutputCount);

    /// <summary>The slots that see a row; at least one.</summary>
    public ReadOnlySpan<SlotId> SlotsOf(int row) => _slots.AsSpan(_slotStarts[row], _slotStarts[row + 1] - _slotStarts[row]);

    /// <summary>The candidates of an output row.</summary>
    public ReadOnlySpan<TokenId> CandidatesOf(in OutputRequest output) =>
        _candidates.AsSpan(output.CandidateStart, output.CandidateCount);

    /// <summary>Empties the batch and keeps its buffers.</summary>
    public void Clear() => RowCount = OutputCount = _slotCount = _candidateCount = 0;

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidOperationException">The batch is full: the caller has not asked <see cref="RoomForRows"/>.</exception>
    public void AddRow(TokenId token, int position, ReadOnlySpan<SlotId> slots)
    {
        if (RoomForRows == 0)
        {
            throw new InvalidOperationException($"The micro-batch holds at most {_tokens.Length} rows.");
        }

        Grow(ref _slots, _slotCount + slots.Length);
        slots.CopyTo(_slots.AsSpan(_slotCount));
        _slotCount += slots.Length;
        _tokens[RowCount] = token;
        _positions[RowCount] = position;
        RowCount++;
        _slotStarts[RowCount] = _slotCount;
    }

    /// <summary>Asks for an output at the row added last.</summary>
    /// <param name="scope">Among which tokens to choose.</param>
    /// <param name="candidates">The candidates; empty for <see cref="ChoiceScope.Vocabulary"/>.</param>
    /// <exception cref="InvalidOperationException">No row yet, or no room for outputs.</exception>
    public void RequestOutput(ChoiceScope scope, ReadOnlySpan<TokenId> candidates)
    {
        if (RowCount == 0 || RoomForOutputs == 0)
        {
            throw new InvalidOperationException($"An output needs a row and room: {RowCount} rows, {OutputCount} of {_outputs.Length} outputs.");
        }

        Grow(ref _candidates, _candidateCount + candidates.Length);
        candidates.CopyTo(_candidates.AsSpan(_candidateCount));
        _outputs[OutputCount++] = new OutputRequest(RowCount - 1, scope, _candidateCount, candidates.Length);
        _candidateCount += candidates.Length;
    }

    private static void Grow<T>(ref T[] buffer, int needed)
    {
        if (needed > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        }
    }
}
