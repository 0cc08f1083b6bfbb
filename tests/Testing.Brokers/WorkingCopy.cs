namespace PaDeNer.Testing.Brokers;

/// <summary>The clone the tests were built in.</summary>
public static class WorkingCopy
{
    public static string Root { get; } = FindRoot();

    /// <summary>A program of ours, built as the tests were: Debug or Release.</summary>
    /// <param name="folder">The folder of its project, from the root.</param>
    /// <param name="file">Its file.</param>
    public static string Built(string folder, string file) =>
        Path.Combine(Root, folder, "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0", file);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PaDeNer.Stream.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No PaDeNer.Stream.sln above {AppContext.BaseDirectory}.");
    }
}
