namespace PaDeNer.Decoding.LlamaCpp;

/// <summary>The backends as people and the native libraries call them.</summary>
internal static class LlamaCppBackendNames
{
    /// <summary>The name in configuration, folders and messages: <c>cpu</c>, <c>cuda</c>.</summary>
    public static string NameOf(LlamaCppBackend backend) => backend switch
    {
        LlamaCppBackend.Cpu => "cpu",
        LlamaCppBackend.Cuda => "cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend, "No such backend."),
    };

    /// <summary>The name under which its plug-in registers its devices.</summary>
    public static string RegistryNameOf(LlamaCppBackend backend) => backend == LlamaCppBackend.Cuda ? "CUDA" : "CPU";
}
