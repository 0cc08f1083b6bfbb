using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>The memory of a native batch: allocated once for the largest step, filled anew for each, never seen by the collector.</summary>
internal sealed unsafe class BatchArena : IDisposable
{
    private readonly int _rows;
    private readonly int _slots;
    private NativeBatch _batch;
    private int* _slotIds;

    /// <summary>Room for so many rows, each seen by up to so many slots.</summary>
    public BatchArena(int rows, int slots)
    {
        _rows = rows;
        _slots = slots;
        _batch = new NativeBatch
        {
            token = Allocate<int>(rows),
            pos = Allocate<int>(rows),
            n_seq_id = Allocate<int>(rows),
            seq_id = (int**)Allocate<nint>(rows),
            logits = Allocate<sbyte>(rows),
        };
        // The pages of rows that few slots see are never touched, so the room for all of them costs nothing.
        _slotIds = (int*)NativeMemory.Alloc((nuint)rows, (nuint)slots * sizeof(int));
    }

    /// <summary>Frees the memory, should nobody have disposed of it.</summary>
    ~BatchArena() => Free();

    /// <summary>Copies a micro-batch in; valid until the next call.</summary>
    /// <param name="batch">At most as many rows, and slots a row, as there is room for: the caller has checked it.</param>
    public NativeBatch Fill(MicroBatch batch)
    {
        ObjectDisposedException.ThrowIf(_slotIds == null, this);
        int rows = batch.RowCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _rows);
        MemoryMarshal.Cast<Sequences.TokenId, int>(batch.Tokens).CopyTo(new Span<int>(_batch.token, rows));
        batch.Positions.CopyTo(new Span<int>(_batch.pos, rows));
        new Span<sbyte>(_batch.logits, rows).Clear();
        int* next = _slotIds;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<SlotId> slots = batch.SlotsOf(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(slots.Length, _slots);
            MemoryMarshal.Cast<SlotId, int>(slots).CopyTo(new Span<int>(next, slots.Length));
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
        NativeMemory.Free(_batch.token);
        NativeMemory.Free(_batch.pos);
        NativeMemory.Free(_batch.n_seq_id);
        NativeMemory.Free(_batch.seq_id);
        NativeMemory.Free(_batch.logits);
        NativeMemory.Free(_slotIds);
        _batch = default;
        _slotIds = null;
    }
}
