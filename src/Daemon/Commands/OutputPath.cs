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

    /// <summary>Which of the files that are read would be written over; null where none is. Asked of the file system, as links have other names.</summary>
    /// <param name="output">The file to write, or a dash for standard output; null where none is asked for.</param>
    /// <param name="option">The option that named it.</param>
    /// <param name="read">What is read, each by its path (a dash for standard input, null for none) and what it is to the user.</param>
    public static string? OverwriteProblem(string? output, string option, params ReadOnlySpan<(string? Path, string What)> read)
    {
        foreach ((string? path, string what) in read)
        {
            if (output is not null && path is not null && FileIdentity.AreSame(path, output))
            {
                return $"{option} and {what} are the same file; it would be written over while it is read.";
            }
        }

        return null;
    }

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
