using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.LLamaSharp.Tests.Gguf;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>The models of the tests, each loaded once; a test that needs what this machine lacks is skipped and says why.</summary>
public static class TestModels
{
    private static readonly Lazy<LlamaModel> LazyTiny = new(static () => LoadTiny(GgufTensorType.F32));
    private static readonly Lazy<LlamaModel> LazyQwen3 = new(static () => LoadTiny(GgufTensorType.F32, TinyArchitecture.Qwen3));
    private static readonly Lazy<LlamaModel> LazyGemma3 = new(static () => LoadTiny(GgufTensorType.F32, TinyArchitecture.Gemma3(slidingWindow: 12)));
    private static readonly Lazy<LlamaModel> LazyPhi3 = new(static () => LoadTiny(GgufTensorType.F32, TinyArchitecture.Phi3));
    private static readonly Lazy<LlamaModel> LazyTinyOpen = new(static () => LoadTinyOpen(new LlamaOptions()));
    private static readonly Lazy<LlamaModel> LazyTrained = new(static () => LlamaModel.Load(new LlamaOptions { ModelPath = TrainedPath }, CancellationToken.None));

    /// <summary>The folder with the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Where the shipped model lies when it is there.</summary>
    public static string TrainedPath => Path.Combine(RepositoryRoot, "models", "padener-en-small.gguf");

    /// <summary>Random weights, F32.</summary>
    public static LlamaModel Tiny => LazyTiny.Value;

    /// <summary>The same as another architecture.</summary>
    public static LlamaModel TinyQwen3 => LazyQwen3.Value;

    /// <inheritdoc cref="TinyQwen3"/>
    public static LlamaModel TinyGemma3 => LazyGemma3.Value;

    /// <inheritdoc cref="TinyQwen3"/>
    public static LlamaModel TinyPhi3 => LazyPhi3.Value;

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
    public static LlamaModel LoadTiny(GgufTensorType matrices, TinyArchitecture? architecture = null)
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path, matrices, architecture);
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
