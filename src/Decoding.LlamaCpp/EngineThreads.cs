using PaDeNer.Decoding.LlamaCpp.Interop;

namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>How many threads an engine's next step computes with.</summary>
/// <param name="context">The engine's context.</param>
/// <param name="own">Threads it always has.</param>
/// <param name="cores">Where it borrows more; null for never.</param>
internal sealed class EngineThreads(ContextHandle context, int own, LentCores? cores)
{
    /// <summary>Fewer rows are computed sooner than a second thread has woken up.</summary>
    private const int FewestRows = 4;

    private int _used;

    /// <summary>A step begins; <see cref="End"/> must follow.</summary>
    public void Begin(int rows)
    {
        if (cores is null)
        {
            return;
        }

        int threads = Math.Max(own, cores.Enter());
        Use(rows < FewestRows ? own : threads);
    }

    /// <summary>The step has ended.</summary>
    public void End() => cores?.Leave();

    private void Use(int threads)
    {
        if (threads != _used)
        {
            context.UseThreads(threads);
            _used = threads;
        }
    }
}
