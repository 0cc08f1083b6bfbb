namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>What computes.</summary>
public enum LlamaBackend
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
