namespace PaDeNer.Training.Tests;

/// <summary>Data that is not part of the repository: PADENER_DATA_DIR names its folder, or it lies beside the clone.</summary>
internal static class DataFolder
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the data; the test is skipped, with the reason, where it is not there.</summary>
    public static string File(string path)
    {
        string folder = Environment.GetEnvironmentVariable("PADENER_DATA_DIR") is { Length: > 0 } given ? given : Path.Combine(Root, "..", "shared", "data");
        string file = Path.GetFullPath(Path.Combine(folder, path));
        Assert.SkipUnless(System.IO.File.Exists(file), $"{file} is not there; PADENER_DATA_DIR may name another folder.");
        return file;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "PaDeNer.Stream.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No PaDeNer.Stream.sln above {AppContext.BaseDirectory}.");
    }
}
