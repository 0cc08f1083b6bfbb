using PaDeNer.Testing.Brokers;

namespace PaDeNer.EndToEnd.Tests.Processes;

/// <summary>Where things lie in the clone the tests were built in.</summary>
internal static class Repository
{
    public static string Root => WorkingCopy.Root;

    /// <summary>The daemon, built as the tests were: Debug or Release.</summary>
    public static string Daemon { get; } = WorkingCopy.Built("src/Daemon", "padener.dll");

    public static string Model { get; } = Path.Combine(Root, "models", "padener-en-small.gguf");

    /// <summary>Skips a test that runs the daemon where it cannot run.</summary>
    public static void RequireDaemon() => Need.Be(File.Exists(Model), $"{Model} is not there.");
}
