namespace PaDeNer.Daemon.Commands;

/// <summary>What keeps a place named on the command line from being written to; asked before anything takes minutes. Null where nothing does.</summary>
internal static class OutputPath
{
    /// <summary>What is wrong with a file to write.</summary>
    /// <param name="path">The file; null where none is asked for.</param>
    /// <param name="option">The option that named it.</param>
    public static string? FileProblem(string? path, string option) =>
        path is null ? null
        : path.Length == 0 ? $"{option} wants a file and got nothing."
        : Directory.Exists(path) ? $"{option} {path} is a folder."
        : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? $"there is no folder {Path.GetDirectoryName(Path.GetFullPath(path))} to write to ({option})."
        : null;

    /// <summary>What is wrong with a folder to write to, which is made where there is none.</summary>
    /// <param name="path">The folder; null where none is asked for.</param>
    /// <param name="option">The option that named it.</param>
    public static string? FolderProblem(string? path, string option)
    {
        if (path is null)
        {
            return null;
        }

        if (path.Length == 0)
        {
            return $"{option} wants a folder and got nothing.";
        }

        for (string? part = Path.GetFullPath(path); part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
            {
                return $"{option} {path} is {(Path.GetFullPath(path) == part ? "a file" : "inside a file")}; it wants a folder, which is made where there is none.";
            }
        }

        return null;
    }
}
