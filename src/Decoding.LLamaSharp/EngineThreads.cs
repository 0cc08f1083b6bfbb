using System.Diagnostics;
using LLama.Native;
using PaDeNer.Decoding.LLamaSharp.Interop;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>How many threads an engine's next step computes with.</summary>
/// <param name="context">The engine's context.</param>
/// <param name="own">Threads it always has.</param>
/// <param name="borrows">Whether it takes more while other engines are idle.</param>
/// <param name="cores">The cores that the model's engines share.</param>
internal sealed class EngineThreads(SafeLLamaContextHandle context, int own, bool borrows, LentCores cores)
{
    /// <summary>Fewer rows are computed sooner than a second thread has woken up.</summary>
    private const int FewestRows = 4;

    private readonly BorrowingBackoff _backoff = new();
    private readonly HelperThreads _helpers = new(own, borrows ? Math.Max(own, cores.Most) : own, cores);
    private TimeSpan _began;
    private int _rows;
    private int _used;

    /// <summary>Steps that computed on borrowed cores.</summary>
    public long BorrowedSteps { get; private set; }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>A step of one or more rows begins on the calling thread; <see cref="End"/> must follow.</summary>
    public void Begin(int rows)
    {
        if (!borrows)
        {
            Use(own);
            return;
        }

        int threads = Math.Max(own, cores.Enter());
        Use(rows >= FewestRows && _backoff.Allows(rows, Now) ? threads : own);
        (_rows, _began) = (rows, Now);
    }

    /// <summary>The step has ended.</summary>
    public void End()
    {
        if (!borrows)
        {
            return;
        }

        cores.Leave();
        TimeSpan now = Now;
        bool borrowed = _used > own;
        BorrowedSteps += borrowed ? 1 : 0;
        _backoff.Took(_rows, borrowed, now - _began, now);
    }

    private void Use(int threads)
    {
        _helpers.Gather(threads);
        if (threads == _used)
        {
            return;
        }

        context.GenerationThreads = threads;
        context.BatchThreads = threads;
        _used = threads;
    }
}
