namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>The backends as people and the native libraries call them.</summary>
internal static class LlamaBackendNames
{
    /// <summary>The name in configuration, folders and messages: <c>cpu</c>, <c>cuda</c>.</summary>
    public static string NameOf(LlamaBackend backend) => backend switch
    {
        LlamaBackend.Cpu => "cpu",
        LlamaBackend.Cuda => "cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend, "No such backend."),
    };

    /// <summary>The name under which its plug-in registers its devices.</summary>
    public static string RegistryNameOf(LlamaBackend backend) => backend == LlamaBackend.Cuda ? "CUDA" : "CPU";
}
