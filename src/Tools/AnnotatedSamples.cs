using PaDeNer.Daemon.Configuration;

namespace PaDeNer.Tools;

/// <summary>The small annotated sets that come with the daemon, for bench and eval where no data is named.</summary>
internal static class AnnotatedSamples
{
    /// <summary>Their folder below the installation, a folder per dataset, as reports name it.</summary>
    public const string Place = "config/samples/annotated";

    /// <summary>The set whose labels the default model knows, as reports name it.</summary>
    public const string EvalPlace = Place + "/everyday/test.jsonl";

    /// <summary>What every report that rests on them has to say.</summary>
    public const string Note = "a small sample that comes with PaDeNer.Stream, written by its authors, no benchmark of quality";

    /// <summary>Their folder on this machine; null where it did not come along.</summary>
    public static string? Folder => InstallationPaths.Find(Path.Combine(Place.Split('/')));

    /// <summary>The set for eval on this machine; null where it did not come along.</summary>
    public static string? EvalFile => InstallationPaths.Find(Path.Combine(EvalPlace.Split('/')));

    /// <summary>The line for standard error that names the data being read.</summary>
    /// <param name="what">What is read.</param>
    public static string Notice(string what) => $"No --data, so this reads {what}: {Note}.";
}
