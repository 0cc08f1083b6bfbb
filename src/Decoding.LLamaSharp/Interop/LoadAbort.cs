using LLama.Native;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>Lets a load of many gigabytes be given up: llama.cpp asks between tensors whether to go on.</summary>
/// <param name="stop">Gives up once it is cancelled.</param>
internal sealed class LoadAbort(CancellationToken stop)
{
    private LlamaProgressCallback? _callback;

    /// <summary>Writes the callback into the parameters of a load; this object has to live until the load has returned.</summary>
    public void Attach(ref LLamaModelParams parameters)
    {
        _callback = (_, _) => !stop.IsCancellationRequested;
        parameters.progress_callback = _callback;
    }

    /// <summary>Keeps the callback until here.</summary>
    public void Release() => GC.KeepAlive(_callback);
}
