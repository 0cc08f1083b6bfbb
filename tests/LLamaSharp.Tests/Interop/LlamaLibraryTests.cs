using System.Text;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.LLamaSharp.Interop;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Interop;

public sealed class LlamaLibraryTests
{
    private static string PackageFolder => Path.Combine(AppContext.BaseDirectory, "runtimes");

    /// <summary>Whichever a user's processor needs: only one of them is loaded here.</summary>
    [Fact]
    public void Every_library_of_the_package_was_built_from_the_commit_we_are_written_against()
    {
        string[] files = Directory.GetFiles(PackageFolder, "libggml-base.so", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, static file => Assert.Contains(
            "\0" + LlamaLibrary.Commit + "\0", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_this_platforms_libraries_lie_beside_the_program_and_none_for_pictures_and_sound()
    {
        Assert.Single(Directory.GetDirectories(PackageFolder));
        Assert.Empty(Directory.GetFiles(PackageFolder, "*mtmd*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("815a2a591")]
    [InlineData("815a2a59")]
    [InlineData("815a2a5914f0c1b2a3d4e5f60718293a4b5c6d7e")]
    public void The_same_commit_may_be_shortened_otherwise(string commit) => LlamaLibrary.RequireCommit(commit, "libllama.so");

    [Theory]
    [InlineData("c0c7e147e")]
    [InlineData("unknown")]
    [InlineData("815")]
    [InlineData("")]
    [InlineData(null)]
    public void A_build_of_another_commit_is_refused_with_both_named(string? commit)
    {
        EngineFaultException fault = Assert.Throws<EngineFaultException>(() => LlamaLibrary.RequireCommit(commit, "/opt/llama/libllama.so"));
        Assert.Contains($"/opt/llama/libllama.so was built from llama.cpp commit {commit ?? "unknown"};", fault.Message, StringComparison.Ordinal);
        Assert.Contains("LLamaSharp 0.30.0 needs 815a2a591", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Model:NativeLibraries", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_ones_own_without_the_library_is_named()
    {
        using TemporaryFolder folder = new();
        string said = LoadFailure.Explain(Path.Combine(folder.Path, "libllama.so"), LlamaBackend.Cpu, folder.Path);
        Assert.Equal($"Model:NativeLibraries is {folder.Path}, and there is no libllama.so in it.", said);
    }

    [Fact]
    public void A_program_that_was_copied_without_its_libraries_is_told_what_to_copy()
    {
        string said = LoadFailure.Explain("/srv/padener/runtimes/linux-x64/native/avx2/libllama.so", LlamaBackend.Cpu, null);
        Assert.Contains("there is no /srv/padener/runtimes/linux-x64/native/avx2/libllama.so", said, StringComparison.Ordinal);
        Assert.Contains("'runtimes' belongs beside the program", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_without_the_CUDA_package_is_told_which_build_has_it()
    {
        string said = LoadFailure.Explain("/srv/padener/runtimes/linux-x64/native/cuda12/libllama.so", LlamaBackend.Cuda, null);
        Assert.StartsWith("The CUDA build of llama.cpp is not here", said, StringComparison.Ordinal);
        Assert.Contains("./padener setup --backend cuda", said, StringComparison.Ordinal);
        Assert.Contains("LLamaSharp.Backend.Cuda12", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_system_says_of_a_file_that_does_not_load_is_passed_on()
    {
        using TemporaryFolder folder = new();
        string file = folder.AddFile("libllama.so");
        string said = LoadFailure.Explain(file, LlamaBackend.Cpu, folder.Path);
        Assert.StartsWith($"llama.cpp could not be loaded from {file}: {file}: file too short", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_platform_without_libraries_is_named() =>
        Assert.Contains("LLamaSharp has no library for", LoadFailure.Explain(null, LlamaBackend.Cpu, null), StringComparison.Ordinal);
}
