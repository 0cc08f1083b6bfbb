using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>A loaded model. Contexts and vocabularies hold references on it, so it is freed after the last of them.</summary>
internal sealed class ModelHandle : SafeHandle
{
    /// <summary>An empty handle, filled by the import that loads a model.</summary>
    public ModelHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        lock (NativeLock.Instance)
        {
            NativeMethods.llama_model_free(handle);
        }

        return true;
    }
}
