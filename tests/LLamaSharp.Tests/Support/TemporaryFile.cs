namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>A path for a file that is deleted in the end; a loaded model keeps what it has mapped.</summary>
public sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"padener-{Guid.NewGuid():N}.gguf");

    public void Dispose() => File.Delete(Path);
}
