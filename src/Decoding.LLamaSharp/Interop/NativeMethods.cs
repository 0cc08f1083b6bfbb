using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using LLama.Native;

namespace PaDeNer.Decoding.LLamaSharp.Interop;

/// <summary>
/// What LLamaSharp keeps private, lacks, or does in a way that a step cannot afford: each import with its reason, under its C name.
/// Everything else is LLamaSharp's. <see cref="LlamaLibrary"/> decides which file they come from: the one that LLamaSharp has loaded.
/// </summary>
internal static unsafe partial class NativeMethods
{
    public const string Llama = "llama";
    public const string Ggml = "ggml";
    public const string GgmlBase = "ggml-base";

    /// <summary>LLamaSharp's Decode holds a lock of the whole process, so that one lane waits for the other, and allocates at each step.</summary>
    [LibraryImport(Llama)]
    public static partial int llama_decode(SafeLLamaContextHandle context, LLamaNativeBatch batch);

    /// <summary>LLamaSharp's Synchronize waits for the device with the same lock held.</summary>
    [LibraryImport(Llama)]
    public static partial void llama_synchronize(SafeLLamaContextHandle context);

    /// <summary>LLamaSharp's GetLogitsIth refuses once the model's own handle is closed, although a context keeps the weights alive.</summary>
    [LibraryImport(Llama)]
    public static partial float* llama_get_logits_ith(SafeLLamaContextHandle context, int row);

    /// <summary>Private; LLamaSharp's MemorySequenceRemove throws the answer away, its NativeApi gives it and wants this.</summary>
    [LibraryImport(Llama)]
    public static partial nint llama_get_memory(SafeLLamaContextHandle context);

    /// <summary>Lacking: whether a model keeps a state beside its attention, which cannot be shared or shortened.</summary>
    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_is_hybrid(SafeLlamaModelHandle model);

    /// <summary>LLamaSharp's makes a string of every line, those for debugging within steps included.</summary>
    [LibraryImport(Llama)]
    public static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    /// <summary>Lacking: the commit that the libraries were built from.</summary>
    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_commit();

    /// <summary>Lacking: loads backends that somebody's own build keeps in files of their own; does nothing for the packages' libraries.</summary>
    [LibraryImport(Ggml, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ggml_backend_load_all_from_path(string directory);

    /// <summary>Lacking, like all of a device but its name.</summary>
    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_dev_description(nint device);

    /// <inheritdoc cref="ggml_backend_dev_description"/>
    [LibraryImport(GgmlBase)]
    public static partial int ggml_backend_dev_type(nint device);

    /// <inheritdoc cref="ggml_backend_dev_description"/>
    [LibraryImport(GgmlBase)]
    public static partial void ggml_backend_dev_memory(nint device, nuint* free, nuint* total);

    /// <inheritdoc cref="ggml_backend_dev_description"/>
    [LibraryImport(GgmlBase)]
    public static partial nint ggml_backend_dev_backend_reg(nint device);

    /// <inheritdoc cref="ggml_backend_dev_description"/>
    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_reg_name(nint registry);

    /// <summary>Text of a C string that the library owns.</summary>
    public static string TextOf(byte* text) => Utf8StringMarshaller.ConvertToManaged(text) ?? string.Empty;

    /// <inheritdoc cref="TextOf(byte*)"/>
    public static string TextOf(nint text) => TextOf((byte*)text);
}
