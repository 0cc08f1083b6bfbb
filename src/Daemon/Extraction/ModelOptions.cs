namespace PaDeNer.Daemon.Extraction;

/// <summary>Which model decodes, on what, and how it is asked.</summary>
internal sealed class ModelOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Model";

    /// <summary>The value of settings that the model file decides.</summary>
    public const string Auto = "auto";

    /// <summary>
    /// The GGUF file; relative to the working folder, the configuration file's folder, or the daemon's. Or one of the two that come with it:
    /// default (any label, by words) or small (PER, ORG, LOC and MISC, several times as fast). Default: default.
    /// </summary>
    public string Path { get; set; } = "default";

    /// <summary>What computes: cpu or cuda. A backend that is asked for and missing is an error. Default: cpu.</summary>
    public string Backend { get; set; } = "cpu";

    /// <summary>
    /// A folder with your own build of llama.cpp, of the commit that ./padener doctor names: libllama.so and the libggml*.so that it needs.
    /// Empty for the libraries that come with LLamaSharp. Default: empty.
    /// </summary>
    public string NativeLibraries { get; set; } = string.Empty;

    /// <summary>Layers computed on the GPU; -1 for all. -1 to 10000; default: -1.</summary>
    public int GpuLayers { get; set; } = -1;

    /// <summary>Which GPU. 0 to 63; default: 0.</summary>
    public int GpuIndex { get; set; }

    /// <summary>The prompt template: auto (what the model file says), compact-v1, compact-v2, padellm-en or padellm-zh. Default: auto.</summary>
    public string Template { get; set; } = Auto;

    /// <summary>
    /// Labels asked of documents that name none: auto (all the model was trained for, or the usual ones of open labels), names with commas
    /// between, or a label file (its name in config/labels or a path ending in .json). Default: auto.
    /// </summary>
    public string Labels { get; set; } = Auto;

    /// <summary>How mentions are decoded: auto (what the model was trained for), free or verbatim. Default: auto.</summary>
    public string Decoding { get; set; } = Auto;
}
