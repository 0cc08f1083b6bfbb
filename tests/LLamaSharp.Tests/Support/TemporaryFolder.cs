namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>A folder that is deleted in the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("padener-").FullName;

    public string AddFile(string name)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, []);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
