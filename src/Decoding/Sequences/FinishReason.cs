namespace PaDeNer.Decoding.Sequences;

/// <summary>Why a sequence ended.</summary>
public enum FinishReason
{
    /// <summary>Still running.</summary>
    None,

    /// <summary>The model ended it.</summary>
    Stop,

    /// <summary>A limit of ours ended it.</summary>
    Length,

    /// <summary>The model gave logits that are no numbers, or taking its choices threw.</summary>
    Faulted,

    /// <summary>What it decodes is not asked for after all: its label's count is another than the one it was born under.</summary>
    Dropped,
}
