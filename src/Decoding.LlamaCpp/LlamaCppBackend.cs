namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>What computes.</summary>
public enum LlamaCppBackend
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
