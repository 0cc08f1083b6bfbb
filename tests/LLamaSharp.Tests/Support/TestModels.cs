using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>The models of the tests, each loaded once; a test that needs what this machine lacks is skipped and says why.</summary>
public static class TestModels
{
    private static readonly Lazy<LlamaModel> LazyTiny = new(static () => LoadTiny(GgufTensorType.F32));
    private static readonly Lazy<LlamaModel> LazyTinyOpen = new(static () => LoadTinyOpen(new LlamaOptions()));
    private static readonly Lazy<LlamaModel> LazyTrained = new(static () => LlamaModel.Load(new LlamaOptions { ModelPath = TrainedPath }, CancellationToken.None));

    /// <summary>The folder with the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Where the shipped model lies when it is there.</summary>
    public static string TrainedPath => Path.Combine(RepositoryRoot, "models", "padener-en-small.gguf");

    /// <summary>Random weights, F32.</summary>
    public static LlamaModel Tiny => LazyTiny.Value;

    /// <summary>Random weights, F32, byte-level tokens and open labels.</summary>
    public static LlamaModel TinyOpen => LazyTinyOpen.Value;

    /// <summary>The shipped model.</summary>
    public static LlamaModel Trained
    {
        get
        {
            Assert.SkipUnless(File.Exists(TrainedPath), $"{TrainedPath} is not there.");
            return LazyTrained.Value;
        }
    }

    /// <summary>A tiny model whose matrices are written another way; the caller disposes of it.</summary>
    public static LlamaModel LoadTiny(GgufTensorType matrices)
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path, matrices);
        return LlamaModel.Load(new LlamaOptions { ModelPath = file.Path });
    }

    /// <summary>A tiny model with open labels; the caller disposes of it.</summary>
    public static LlamaModel LoadTinyOpen(LlamaOptions options, string? without = null)
    {
        using TemporaryFile file = new();
        TinyOpenModel.Save(file.Path, without);
        return LlamaModel.Load(options with { ModelPath = file.Path });
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PaDeNer.Stream.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
