using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>Lets a load of many gigabytes be given up: llama.cpp asks between tensors whether to go on.</summary>
internal sealed unsafe class LoadAbort : IDisposable
{
    private GCHandle _self;

    /// <summary>Gives up once the token is cancelled; live until the load has returned.</summary>
    public LoadAbort(CancellationToken stop)
    {
        Stop = stop;
        _self = GCHandle.Alloc(this);
    }

    private CancellationToken Stop { get; }

    /// <summary>Writes the callback into the parameters of a load.</summary>
    public void Attach(ref NativeModelParams parameters)
    {
        delegate* unmanaged[Cdecl]<float, nint, byte> callback = &OnProgress;
        parameters.progress_callback = (nint)callback;
        parameters.progress_callback_user_data = GCHandle.ToIntPtr(_self);
    }

    /// <inheritdoc/>
    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnProgress(float progress, nint userData) =>
        ((LoadAbort)GCHandle.FromIntPtr(userData).Target!).Stop.IsCancellationRequested ? (byte)0 : (byte)1;
}
