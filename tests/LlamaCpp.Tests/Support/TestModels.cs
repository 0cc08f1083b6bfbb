using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.Decoding.LlamaCpp.Interop;
using PaDeNer.LlamaCpp.Tests.Gguf;

namespace PaDeNer.LlamaCpp.Tests.Support;

/// <summary>The models of the tests, each loaded once; a test that needs what this machine lacks is skipped and says why.</summary>
public static class TestModels
{
    private static readonly Lazy<LlamaCppModel> LazyTiny = new(static () => LoadTiny(GgufTensorType.F32));
    private static readonly Lazy<LlamaCppModel> LazyTrained = new(static () => LlamaCppModel.Load(new LlamaCppOptions { ModelPath = TrainedPath }, CancellationToken.None));

    /// <summary>The folder with the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Where the shipped model lies when it is there.</summary>
    public static string TrainedPath => Path.Combine(RepositoryRoot, "models", "padener-en-small.gguf");

    /// <summary>Random weights, F32.</summary>
    public static LlamaCppModel Tiny
    {
        get
        {
            RequireLibraries();
            return LazyTiny.Value;
        }
    }

    /// <summary>The shipped model.</summary>
    public static LlamaCppModel Trained
    {
        get
        {
            RequireLibraries();
            Assert.SkipUnless(File.Exists(TrainedPath), $"{TrainedPath} is not there.");
            return LazyTrained.Value;
        }
    }

    /// <summary>Skips the test where llama.cpp is not installed.</summary>
    public static void RequireLibraries()
    {
        string? directory = Environment.GetEnvironmentVariable(NativeLibraryLocator.EnvironmentVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(directory), $"{NativeLibraryLocator.EnvironmentVariable} is not set: './padener setup' sets it.");
    }

    /// <summary>A tiny model whose matrices are written another way; the caller disposes of it.</summary>
    public static LlamaCppModel LoadTiny(GgufTensorType matrices)
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path, matrices);
        return LlamaCppModel.Load(new LlamaCppOptions { ModelPath = file.Path });
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
