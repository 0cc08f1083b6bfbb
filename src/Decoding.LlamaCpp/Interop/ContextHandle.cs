using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>A context (KV cache and compute buffers) of a model; holds a reference on the model and owns its compute threads.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private readonly ModelHandle _model;
    private readonly bool _holdsModel;
    private ComputeThreads? _threads;

    private ContextHandle(ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _model = model;
        model.DangerousAddRef(ref _holdsModel);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Creates a context; the handle is invalid when the library could not.</summary>
    public static ContextHandle Create(ModelHandle model, NativeContextParams parameters)
    {
        ContextHandle context = new(model);
        lock (NativeLock.Instance)
        {
            context.SetHandle(NativeMethods.llama_init_from_model(model, parameters));
        }

        if (context.IsInvalid)
        {
            // An invalid handle is never released by the base class, and the reference on the model would stay.
            context.ReleaseModel();
        }

        return context;
    }

    /// <summary>Whether it owns threads.</summary>
    public bool HasThreads => _threads is not null;

    /// <summary>Owns these threads from now on; <see cref="UseThreads"/> puts them to work.</summary>
    public void Own(ComputeThreads threads) => _threads = threads;

    /// <summary>Computes with so many threads from the next step on. A single one is the caller's and leaves the pool asleep.</summary>
    public void UseThreads(int threads)
    {
        nint pool = threads > 1 ? _threads!.Pool : 0;
        NativeMethods.llama_attach_threadpool(this, pool, pool);
        NativeMethods.llama_set_n_threads(this, threads, threads);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        lock (NativeLock.Instance)
        {
            NativeMethods.llama_free(handle);
            _threads?.Free();
        }

        ReleaseModel();
        return true;
    }

    private void ReleaseModel()
    {
        if (_holdsModel)
        {
            _model.DangerousRelease();
        }
    }
}
