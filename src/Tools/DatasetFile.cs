using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools;

/// <summary>Annotated files on disk.</summary>
internal static class DatasetFile
{
    /// <summary>The formats' names on the command line.</summary>
    public static readonly string[] FormatNames = ["jsonl", "conll", "padellm"];

    /// <summary>The format of a name that was checked.</summary>
    public static DatasetFormat FormatOf(string? name) => name switch
    {
        "conll" => DatasetFormat.Conll,
        "padellm" => DatasetFormat.Padellm,
        _ => DatasetFormat.JsonLines,
    };

    /// <summary>What keeps a file from being read; null where nothing does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that named it.</param>
    public static string? Problem(string path, string option) =>
        File.Exists(path) ? null
        : Directory.Exists(path) ? $"{option} {path} is a folder."
        : $"there is no file {path} to read ({option}).";

    /// <summary>The line to say of a problem inside a file.</summary>
    public static string Describe(string verb, string path, DatasetProblem problem) => $"padener {verb}: {path}, {problem}.";
}
