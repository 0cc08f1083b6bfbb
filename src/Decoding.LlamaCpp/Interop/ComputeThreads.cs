using PaDeNer.Decoding.Engine;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>
/// A thread pool of the CPU backend. Without one the backend starts and joins its threads on every step. One thread needs no pool: it
/// computes on the caller's.
/// </summary>
internal sealed unsafe class ComputeThreads
{
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    private ComputeThreads(nint pool, delegate* unmanaged[Cdecl]<nint, void> free)
    {
        Pool = pool;
        _free = free;
    }

    /// <summary>The native pool.</summary>
    public nint Pool { get; }

    /// <summary>Starts a pool.</summary>
    /// <param name="cpuDevice">A device of the CPU backend.</param>
    /// <param name="threads">Threads that compute, the caller's included.</param>
    /// <param name="cores">
    /// Cores for the threads beside the caller's; empty to leave them to the system. A thread that is woken is put beside the one that
    /// woke it, and where that one is pinned and waits for it, both share a core for milliseconds.
    /// </param>
    public static ComputeThreads Start(nint cpuDevice, int threads, IReadOnlyList<int> cores)
    {
        nint registry = NativeMethods.ggml_backend_dev_backend_reg(cpuDevice);
        nint create = NativeMethods.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new");
        nint free = NativeMethods.ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free");
        if (create == 0 || free == 0)
        {
            throw new EngineFaultException("The CPU backend offers no thread pool: use one thread per lane, or run './padener setup'.");
        }

        nint pool = 0;
        if (cores.Count == 0)
        {
            pool = Create(create, threads);
        }
        else
        {
            // Threads begin on the cores of the one that starts them. The library's own mask would move its caller there as well.
            // Where that is not allowed, threads beside the lane's own are slow and not wrong, which is the judge's to find out.
            Thread starter = new(() =>
            {
                _ = ThreadAffinity.KeepCurrentThreadOn(cores);
                _ = ThreadSlice.Lengthen(forThoseItStarts: true);
                pool = Create(create, threads);
            });
            starter.Start();
            starter.Join();
        }

        return pool == 0
            ? throw new EngineFaultException($"The CPU backend could not start {threads} threads.")
            : new ComputeThreads(pool, (delegate* unmanaged[Cdecl]<nint, void>)free);
    }

    /// <summary>Ends the threads; nothing may compute on them any more.</summary>
    public void Free() => _free(Pool);

    private static nint Create(nint create, int threads)
    {
        NativeThreadpoolParams parameters;
        NativeMethods.ggml_threadpool_params_init(&parameters, threads);

        // Between steps its threads sleep: spinning, they would take the core from the lane that it belongs to.
        parameters.poll = 0;
        return ((delegate* unmanaged[Cdecl]<NativeThreadpoolParams*, nint>)create)(&parameters);
    }
}
