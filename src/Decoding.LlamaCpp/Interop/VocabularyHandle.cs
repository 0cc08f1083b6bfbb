using System.Runtime.InteropServices;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>A model's vocabulary. It belongs to the model: this handle frees nothing and keeps the model alive.</summary>
internal sealed class VocabularyHandle : SafeHandle
{
    private readonly ModelHandle _model;
    private readonly bool _holdsModel;

    /// <summary>The vocabulary of a model.</summary>
    public VocabularyHandle(ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _model = model;
        model.DangerousAddRef(ref _holdsModel);
        SetHandle(NativeMethods.llama_model_get_vocab(model));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_holdsModel)
        {
            _model.DangerousRelease();
        }

        return true;
    }
}
