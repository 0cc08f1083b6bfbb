using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests.Interop;

public sealed class NativeLibraryLocatorTests
{
    [Theory]
    [InlineData("libllama.so", null, null)]
    [InlineData("libllama.v0.5.0.so", "v0.5.0", null)]
    [InlineData("libllama.cuda.v0.5.0.so", "v0.5.0", "cuda")]
    [InlineData("libllama.b10256.so", "b10256", null)]
    public void A_file_name_tells_release_and_variant(string name, string? release, string? variant) =>
        Assert.Equal(new NativeLibraryFile(name, release, variant), NativeLibraryFile.From(name));

    [Theory]
    [InlineData("libllama-common.so")]
    [InlineData("libllama.v0.5.0.so.bak")]
    [InlineData("libggml.v0.5.0.so")]
    public void Other_files_are_not_the_library(string name) => Assert.Null(NativeLibraryFile.From(name));

    [Fact]
    public void The_release_we_know_is_preferred()
    {
        using TemporaryFolder folder = new();
        folder.AddFile("libllama.so");
        folder.AddFile("libllama.v0.4.0.so");
        folder.AddFile("libllama-common.so");
        string known = folder.AddFile($"libllama.{ExpectedAbi.Release}.so");
        Assert.Equal(known, NativeLibraryLocator.Find(LlamaCppBackend.Cpu, folder.Path, null, "/nowhere").Path);
    }

    [Fact]
    public void The_variant_of_the_backend_is_preferred()
    {
        using TemporaryFolder folder = new();
        string plain = folder.AddFile($"libllama.{ExpectedAbi.Release}.so");
        string cuda = folder.AddFile($"libllama.cuda.{ExpectedAbi.Release}.so");
        Assert.Equal(cuda, NativeLibraryLocator.Find(LlamaCppBackend.Cuda, folder.Path, null, "/nowhere").Path);
        Assert.Equal(plain, NativeLibraryLocator.Find(LlamaCppBackend.Cpu, folder.Path, null, "/nowhere").Path);
    }

    [Fact]
    public void The_environment_comes_before_the_program_folder()
    {
        using TemporaryFolder environment = new();
        using TemporaryFolder program = new();
        Directory.CreateDirectory(Path.Combine(program.Path, "native", "llama", "cpu"));
        string beside = program.AddFile(Path.Combine("native", "llama", "cpu", "libllama.so"));
        string named = environment.AddFile("libllama.so");
        Assert.Equal(named, NativeLibraryLocator.Find(LlamaCppBackend.Cpu, null, environment.Path, program.Path).Path);
        Assert.Equal(beside, NativeLibraryLocator.Find(LlamaCppBackend.Cpu, null, null, program.Path).Path);
    }

    [Fact]
    public void A_folder_named_in_the_options_is_the_only_place()
    {
        using TemporaryFolder empty = new();
        using TemporaryFolder environment = new();
        environment.AddFile("libllama.so");
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => NativeLibraryLocator.Find(LlamaCppBackend.Cpu, empty.Path, environment.Path, "/program"));
        Assert.Contains($"{empty.Path} (no libllama*.so in it)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/program", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_names_every_place_and_what_to_do()
    {
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => NativeLibraryLocator.Find(LlamaCppBackend.Cuda, null, null, "/program"));
        Assert.Contains("/program/native/llama/cuda (no such folder)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("PADENER_LLAMA_DIR is not set", fault.Message, StringComparison.Ordinal);
        Assert.Contains("./padener setup", fault.Message, StringComparison.Ordinal);
    }
}
