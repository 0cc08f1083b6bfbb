using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests.Interop;

public sealed class AbiLayoutTests
{
    [Fact]
    public void Structs_have_the_sizes_of_the_header()
    {
        Assert.Equal(ExpectedAbi.ContextParamsBytes, Unsafe.SizeOf<NativeContextParams>());
        Assert.Equal(ExpectedAbi.ModelParamsBytes + 2, Unsafe.SizeOf<NativeModelParams>());
        Assert.Equal(56, Unsafe.SizeOf<NativeBatch>());
        Assert.Equal(528, Unsafe.SizeOf<NativeThreadpoolParams>());
    }

    [Theory]
    [InlineData(nameof(NativeContextParams.n_outputs_max), 20)]
    [InlineData(nameof(NativeContextParams.n_outputs_max_per_seq), 24)]
    [InlineData(nameof(NativeContextParams.ctx_type), 36)]
    [InlineData(nameof(NativeContextParams.flash_attn_type), 52)]
    [InlineData(nameof(NativeContextParams.yarn_orig_ctx), 80)]
    [InlineData(nameof(NativeContextParams.cb_eval), 88)]
    [InlineData(nameof(NativeContextParams.type_k), 104)]
    [InlineData(nameof(NativeContextParams.abort_callback), 112)]
    [InlineData(nameof(NativeContextParams.embeddings), 128)]
    [InlineData(nameof(NativeContextParams.kv_unified), 133)]
    [InlineData(nameof(NativeContextParams.samplers), 136)]
    [InlineData(nameof(NativeContextParams.ctx_other), 152)]
    public void Context_parameters_lie_where_the_library_reads_them(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<NativeContextParams>(field));

    [Theory]
    [InlineData(nameof(NativeModelParams.devices), 0)]
    [InlineData(nameof(NativeModelParams.n_gpu_layers), 16)]
    [InlineData(nameof(NativeModelParams.split_mode), 20)]
    [InlineData(nameof(NativeModelParams.main_gpu), 32)]
    [InlineData(nameof(NativeModelParams.tensor_split), 40)]
    [InlineData(nameof(NativeModelParams.progress_callback), 48)]
    [InlineData(nameof(NativeModelParams.vocab_only), 72)]
    [InlineData(nameof(NativeModelParams.load_mtp), 77)]
    public void Model_parameters_lie_where_the_library_reads_them(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<NativeModelParams>(field));

    [Theory]
    [InlineData(nameof(NativeBatch.token), 8)]
    [InlineData(nameof(NativeBatch.pos), 24)]
    [InlineData(nameof(NativeBatch.n_seq_id), 32)]
    [InlineData(nameof(NativeBatch.seq_id), 40)]
    [InlineData(nameof(NativeBatch.logits), 48)]
    public void A_batch_lies_where_the_library_reads_it(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<NativeBatch>(field));

    [Fact]
    public void The_installed_library_is_the_one_we_are_written_against()
    {
        NativeLibraryFile file = InstalledLibrary();
        nint library = NativeLibrary.Load(file.Path);
        ExpectedAbi.Verify(library, file);
        Assert.StartsWith(ExpectedAbi.Release.TrimStart('v'), ExpectedAbi.VersionOf(library), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_writes_another_number_of_bytes_is_another_release()
    {
        string? difference = ExpectedAbi.DifferenceOf("llama_context_params", new byte[152], ExpectedAbi.ContextParamsBytes, []);
        Assert.Equal("llama_context_params has 152 bytes instead of 160", difference);
    }

    [Fact]
    public void A_default_at_another_place_is_named()
    {
        byte[] written = new byte[ExpectedAbi.ContextParamsBytes];
        foreach (ExpectedAbi.Probe probe in ExpectedAbi.ContextDefaults)
        {
            BitConverter.TryWriteBytes(written.AsSpan(probe.Offset), probe.Value);
        }

        Assert.Null(ExpectedAbi.DifferenceOf("p", written, written.Length, ExpectedAbi.ContextDefaults));
        written[20] = 7;
        Assert.Equal(
            "p.n_outputs_max at byte 20 is 7 by default instead of 0",
            ExpectedAbi.DifferenceOf("p", written, written.Length, ExpectedAbi.ContextDefaults));
    }

    [Fact]
    public void A_library_of_another_kind_is_refused_with_both_releases_named()
    {
        NativeLibraryFile file = InstalledLibrary();
        string other = Directory.EnumerateFiles(file.Directory, "libggml-base.so").Single();
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => ExpectedAbi.Verify(NativeLibrary.Load(other), file with { Path = other, Release = "v9.9.9" }));
        Assert.Contains(ExpectedAbi.Release, fault.Message, StringComparison.Ordinal);
        Assert.Contains("v9.9.9", fault.Message, StringComparison.Ordinal);
        Assert.Contains("./padener setup", fault.Message, StringComparison.Ordinal);
    }

    private static NativeLibraryFile InstalledLibrary()
    {
        TestModels.RequireLibraries();
        return NativeLibraryLocator.Find(
            Decoding.LlamaCpp.LlamaCppBackend.Cpu,
            Environment.GetEnvironmentVariable(NativeLibraryLocator.EnvironmentVariable),
            null,
            AppContext.BaseDirectory);
    }
}
