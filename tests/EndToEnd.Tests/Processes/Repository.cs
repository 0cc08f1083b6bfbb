namespace PaDeNer.EndToEnd.Tests.Processes;

/// <summary>Where things lie in the clone the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The daemon, built as the tests were: Debug or Release.</summary>
    public static string Daemon { get; } =
        Path.Combine(Root, "src", "Daemon", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0", "padener.dll");

    public static string Model { get; } = Path.Combine(Root, "models", "padener-en-small.gguf");

    /// <summary>Skips a test that runs the daemon where it cannot run.</summary>
    public static void RequireDaemon() => Assert.SkipUnless(File.Exists(Model), $"{Model} is not there.");

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
