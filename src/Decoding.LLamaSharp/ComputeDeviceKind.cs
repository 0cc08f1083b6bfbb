namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>What a device is; the values are ggml's.</summary>
public enum ComputeDeviceKind
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>A GPU with its own memory.</summary>
    Gpu = 1,

    /// <summary>A GPU that shares the processor's memory.</summary>
    IntegratedGpu = 2,

    /// <summary>A helper of the processor.</summary>
    Accelerator = 3,
}
