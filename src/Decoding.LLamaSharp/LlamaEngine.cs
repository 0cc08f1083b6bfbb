using System.Diagnostics;
using LLama.Native;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Interop;
using PaDeNer.Decoding.LLamaSharp.Mirror;
using PaDeNer.Decoding.Sampling;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// One lane: a llama.cpp context with its own KV cache. Plans are checked in full before anything native is called; a step takes no
/// lock and allocates nothing. Several engines of one model may work at once, each on its own thread.
/// </summary>
public sealed class LlamaEngine : IDecodeEngine, IComputeClock
{
    private readonly SafeLLamaContextHandle _context;
    private readonly EngineThreads _threads;
    private readonly nint _memory;
    private readonly StepBatch _batch;
    private readonly SlotMirror _mirror;
    private readonly StepRules _rules;
    private readonly int _vocabularySize;
    private int _busy;
    private bool _holdsNoNumbers;
    private string? _failure;

    /// <summary>An engine over a context, which it owns.</summary>
    internal LlamaEngine(SafeLLamaContextHandle context, EngineThreads threads, EngineCapacity capacity, int vocabularySize, string device)
    {
        _context = context;
        _threads = threads;
        _memory = NativeMethods.llama_get_memory(context);
        _batch = new StepBatch(capacity.RowsPerStep, capacity.Slots);
        _mirror = new SlotMirror(capacity);
        _rules = new StepRules(capacity, vocabularySize, _mirror);
        _vocabularySize = vocabularySize;
        Capacity = capacity;
        Device = device;
    }

    /// <inheritdoc/>
    public EngineCapacity Capacity { get; }

    /// <inheritdoc/>
    public string Device { get; }

    /// <inheritdoc/>
    /// <remarks>Read on the thread that uses the engine, or while no step is under way.</remarks>
    public TimeSpan ComputeTime { get; private set; }

    /// <summary>
    /// KV cells that some slot sees now, counted anew each time it is asked: an independent check of whoever keeps an account of them. No
    /// step asks.
    /// </summary>
    public int CellsInUse => _mirror.CellsInUse;

    /// <summary>Steps that computed on other lanes' cores as well.</summary>
    public long BorrowedSteps => _threads.BorrowedSteps;

    /// <summary>The context, for tests that interfere with it.</summary>
    internal SafeLLamaContextHandle Context => _context;

    /// <inheritdoc/>
    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        Enter();
        try
        {
            if (_failure is not null)
            {
                throw new EngineFaultException($"The engine failed earlier and cannot be used: {_failure}.");
            }

            result.Clear();
            int moves = Check(plan);
            return Move(plan) ? Decode(plan.Batch, moves, result) : Fail("the KV cache refused to forget tokens");
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Who is inside is asked first: to an engine in use, closed or not, nobody else may do anything.
        RequireAlone();
        try
        {
            if (!_context.IsClosed)
            {
                lock (NativeLock.Instance)
                {
                    _context.Dispose();
                }

                _batch.Dispose();
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Carries the plan out in the mirror, or not at all; returns the mark between its moves and its rows.</summary>
    private int Check(StepPlan plan)
    {
        bool legal = false;
        try
        {
            _rules.ApplyMoves(plan);
            int moves = _mirror.Mark;
            _rules.ApplyRows(plan.Batch);
            legal = true;
            return moves;
        }
        finally
        {
            if (!legal)
            {
                _mirror.RollBack(0);
            }
        }
    }

    private bool Move(StepPlan plan)
    {
        foreach (SlotTrim trim in plan.Trims)
        {
            if (!NativeApi.llama_memory_seq_rm(_memory, (LLamaSeqId)trim.Slot.Value, trim.Length, -1))
            {
                return false;
            }
        }

        if (_holdsNoNumbers && _mirror.IsEmpty)
        {
            // Cells that nobody sees any more are masked, and a mask makes no number of what is none.
            NativeApi.llama_memory_clear(_memory, data: true);
            _holdsNoNumbers = false;
        }

        foreach (PrefixCopy copy in plan.Copies)
        {
            _context.MemorySequenceCopy((LLamaSeqId)copy.Source.Value, (LLamaSeqId)copy.Target.Value, 0, copy.Length);
        }

        return true;
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private StepStatus Decode(MicroBatch batch, int moves, StepResult result)
    {
        switch (Compute(batch))
        {
            case 0:
                _mirror.Commit();
                return Choose(batch, result) ? StepStatus.Ok : Fail("it computed a step and has no logits of it");
            case 1:
                _mirror.RollBack(moves);
                _mirror.Commit();
                return StepStatus.NoKvSpace;
            case 2 or -1 or -3:
                // Stopped, refused, or failed half-way: part of the rows may be in the cache. Emptying it is the one state that both sides know for sure.
                NativeApi.llama_memory_clear(_memory, data: true);
                _mirror.Clear();
                return StepStatus.Interrupted;
            case int code:
                return Fail($"llama_decode returned {code}: {NativeLog.RecentTroubles()}");
        }
    }

    private int Compute(MicroBatch batch)
    {
        if (batch.RowCount == 0)
        {
            return 0;
        }

        LLamaNativeBatch rows = _batch.Fill(batch);
        _threads.Begin(batch.RowCount);
        TimeSpan began = Now;
        try
        {
            return NativeMethods.llama_decode(_context, rows);
        }
        finally
        {
            ComputeTime += Now - began;
            _threads.End();
        }
    }

    /// <summary>What is no number is the caller's to judge; what of it is in the cache is remembered.</summary>
    private unsafe bool Choose(MicroBatch batch, StepResult result)
    {
        if (batch.OutputCount > 0)
        {
            WaitForNumbers();
        }

        foreach (OutputRequest output in batch.Outputs)
        {
            float* row = NativeMethods.llama_get_logits_ith(_context, output.Row);
            if (row == null)
            {
                return false;
            }

            ReadOnlySpan<float> logits = new(row, _vocabularySize);
            TokenChoice choice = output.Scope == ChoiceScope.Vocabulary
                ? GreedySampler.Choose(logits)
                : GreedySampler.Choose(logits, batch.CandidatesOf(output), output.Scope);
            _holdsNoNumbers |= !choice.IsValid;
            result.Add(choice);
        }

        return true;
    }

    /// <summary>A GPU still computes when llama_decode returns: it is waited for, so that what it takes is not taken for ours.</summary>
    private void WaitForNumbers()
    {
        TimeSpan since = Now;
        NativeMethods.llama_synchronize(_context);
        ComputeTime += Now - since;
    }

    private StepStatus Fail(string reason)
    {
        _failure = reason;
        return StepStatus.Fatal;
    }

    private void Enter()
    {
        RequireAlone();
        if (_context.IsClosed)
        {
            Leave();
            throw new ObjectDisposedException(nameof(LlamaEngine));
        }
    }

    private void RequireAlone()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new EngineFaultException("An engine was used from two threads at once; each lane needs its own.");
        }
    }

    private void Leave() => Volatile.Write(ref _busy, 0);
}
