using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace PaDeNer.Decoding.LlamaCpp.Interop;

/// <summary>
/// Every import, under its C name, grouped by object; include/llama.h and ggml/include/ggml-backend.h say what each does.
/// <see cref="NativeLibraryLocator"/> decides which file they come from.
/// </summary>
internal static unsafe partial class NativeMethods
{
    public const string Llama = "libllama";
    public const string Ggml = "libggml";
    public const string GgmlBase = "libggml-base";

    // ---- library ----

    [LibraryImport(Llama)]
    public static partial void llama_backend_init();

    [LibraryImport(Llama)]
    public static partial nuint llama_max_parallel_sequences();

    [LibraryImport(Llama)]
    public static partial byte* llama_print_system_info();

    [LibraryImport(Llama)]
    public static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(GgmlBase)]
    public static partial void ggml_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    // ---- backends and devices ----

    [LibraryImport(Ggml, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ggml_backend_load_all_from_path(string directory);

    [LibraryImport(Ggml)]
    public static partial nuint ggml_backend_dev_count();

    [LibraryImport(Ggml)]
    public static partial nint ggml_backend_dev_get(nuint index);

    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_dev_name(nint device);

    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_dev_description(nint device);

    [LibraryImport(GgmlBase)]
    public static partial int ggml_backend_dev_type(nint device);

    [LibraryImport(GgmlBase)]
    public static partial void ggml_backend_dev_memory(nint device, nuint* free, nuint* total);

    [LibraryImport(GgmlBase)]
    public static partial nint ggml_backend_dev_backend_reg(nint device);

    [LibraryImport(GgmlBase)]
    public static partial byte* ggml_backend_reg_name(nint registry);

    [LibraryImport(GgmlBase, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ggml_backend_reg_get_proc_address(nint registry, string name);

    // ---- model ----

    [LibraryImport(Llama)]
    public static partial NativeModelParams llama_model_default_params();

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    public static partial ModelHandle llama_model_load_from_file(string path, NativeModelParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_model_free(nint model);

    [LibraryImport(Llama)]
    public static partial nint llama_model_get_vocab(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial int llama_model_n_ctx_train(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial ulong llama_model_n_params(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial ulong llama_model_size(ModelHandle model);

    [LibraryImport(Llama)]
    public static partial int llama_model_desc(ModelHandle model, byte* buffer, nuint length);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_is_recurrent(ModelHandle model);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_is_hybrid(ModelHandle model);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_model_has_encoder(ModelHandle model);

    // ---- vocabulary ----

    [LibraryImport(Llama)]
    public static partial int llama_vocab_n_tokens(VocabularyHandle vocabulary);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_bos(VocabularyHandle vocabulary);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_eos(VocabularyHandle vocabulary);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_vocab_get_add_bos(VocabularyHandle vocabulary);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_vocab_is_eog(VocabularyHandle vocabulary, int token);

    [LibraryImport(Llama)]
    public static partial int llama_vocab_get_attr(VocabularyHandle vocabulary, int token);

    [LibraryImport(Llama)]
    public static partial byte* llama_vocab_get_text(VocabularyHandle vocabulary, int token);

    [LibraryImport(Llama)]
    public static partial int llama_token_to_piece(
        VocabularyHandle vocabulary,
        int token,
        byte* buffer,
        int length,
        int leftStrip,
        [MarshalAs(UnmanagedType.U1)] bool special);

    [LibraryImport(Llama)]
    public static partial int llama_tokenize(
        VocabularyHandle vocabulary,
        byte* text,
        int textLength,
        int* tokens,
        int tokensMax,
        [MarshalAs(UnmanagedType.U1)] bool addSpecial,
        [MarshalAs(UnmanagedType.U1)] bool parseSpecial);

    // ---- context ----

    [LibraryImport(Llama)]
    public static partial NativeContextParams llama_context_default_params();

    [LibraryImport(Llama)]
    public static partial nint llama_init_from_model(ModelHandle model, NativeContextParams parameters);

    [LibraryImport(Llama)]
    public static partial void llama_free(nint context);

    [LibraryImport(Llama)]
    public static partial uint llama_n_ctx(ContextHandle context);

    [LibraryImport(Llama)]
    public static partial uint llama_n_batch(ContextHandle context);

    [LibraryImport(Llama)]
    public static partial nint llama_get_memory(ContextHandle context);

    [LibraryImport(Llama)]
    public static partial void llama_attach_threadpool(ContextHandle context, nint threadpool, nint threadpoolBatch);

    [LibraryImport(Llama)]
    public static partial void llama_set_n_threads(ContextHandle context, int threads, int threadsBatch);

    [LibraryImport(Llama)]
    public static partial int llama_decode(ContextHandle context, NativeBatch batch);

    [LibraryImport(Llama)]
    public static partial void llama_synchronize(ContextHandle context);

    [LibraryImport(Llama)]
    public static partial float* llama_get_logits_ith(ContextHandle context, int row);

    // ---- memory (the KV cache of a context) ----

    [LibraryImport(Llama)]
    public static partial void llama_memory_clear(nint memory, [MarshalAs(UnmanagedType.U1)] bool data);

    [LibraryImport(Llama)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool llama_memory_seq_rm(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama)]
    public static partial void llama_memory_seq_cp(nint memory, int source, int target, int from, int to);

    // ---- threads ----

    [LibraryImport(GgmlBase)]
    public static partial void ggml_threadpool_params_init(NativeThreadpoolParams* parameters, int threads);

    /// <summary>Text of a C string that the library owns.</summary>
    public static string TextOf(byte* text) => Utf8StringMarshaller.ConvertToManaged(text) ?? string.Empty;
}
