using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>The memory of LLamaSharp's native batch: allocated once for the largest step, filled anew for each, never seen by the collector.</summary>
internal sealed unsafe class StepBatch : IDisposable
{
    private readonly int _rows;
    private readonly int _slots;
    private LLamaNativeBatch _batch;
    private LLamaSeqId* _slotIds;

    /// <summary>Room for so many rows, each seen by up to so many slots.</summary>
    public StepBatch(int rows, int slots)
    {
        _rows = rows;
        _slots = slots;
        _batch = new LLamaNativeBatch
        {
            tokens = Allocate<LLamaToken>(rows),
            pos = Allocate<LLamaPos>(rows),
            n_seq_id = Allocate<int>(rows),
            seq_id = (LLamaSeqId**)Allocate<nint>(rows),
            logits = Allocate<byte>(rows),
        };
        // The pages of rows that few slots see are never touched, so the room for all of them costs nothing.
        _slotIds = (LLamaSeqId*)NativeMemory.Alloc((nuint)rows, (nuint)slots * (nuint)sizeof(LLamaSeqId));
    }

    /// <summary>Frees the memory, should nobody have disposed of it.</summary>
    ~StepBatch() => Free();

    /// <summary>Copies a micro-batch in; valid until the next call.</summary>
    /// <param name="batch">At most as many rows, and slots a row, as there is room for: the caller has checked it.</param>
    public LLamaNativeBatch Fill(MicroBatch batch)
    {
        ObjectDisposedException.ThrowIf(_slotIds == null, this);
        int rows = batch.RowCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _rows);
        MemoryMarshal.Cast<TokenId, LLamaToken>(batch.Tokens).CopyTo(new Span<LLamaToken>(_batch.tokens, rows));
        batch.Positions.CopyTo(new Span<int>(_batch.pos, rows));
        new Span<byte>(_batch.logits, rows).Clear();
        LLamaSeqId* next = _slotIds;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<SlotId> slots = batch.SlotsOf(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(slots.Length, _slots);
            MemoryMarshal.Cast<SlotId, LLamaSeqId>(slots).CopyTo(new Span<LLamaSeqId>(next, slots.Length));
            _batch.n_seq_id[row] = slots.Length;
            _batch.seq_id[row] = next;
            next += slots.Length;
        }

        foreach (OutputRequest output in batch.Outputs)
        {
            _batch.logits[output.Row] = 1;
        }

        _batch.n_tokens = rows;
        return _batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)Unsafe.SizeOf<T>());

    private void Free()
    {
        NativeMemory.Free(_batch.tokens);
        NativeMemory.Free(_batch.pos);
        NativeMemory.Free(_batch.n_seq_id);
        NativeMemory.Free(_batch.seq_id);
        NativeMemory.Free(_batch.logits);
        NativeMemory.Free(_slotIds);
        _batch = default;
        _slotIds = null;
    }
}
