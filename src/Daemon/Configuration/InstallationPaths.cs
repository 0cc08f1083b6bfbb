namespace PaDeNer.Daemon.Configuration;

/// <summary>Where the files lie that come with the daemon: beside it once it is published, above it in a working copy.</summary>
internal static class InstallationPaths
{
    /// <summary>The configuration file's place below the installation.</summary>
    public static readonly string ConfigurationFile = Path.Combine("config", "padener.json");

    /// <summary>Finds a file or folder in the daemon's folder or one above it; null where there is none.</summary>
    public static string? Find(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Every place a relative path of the configuration may mean, best first.</summary>
    /// <param name="path">The path as configured.</param>
    /// <param name="configurationFile">The configuration file in use.</param>
    public static IReadOnlyList<string> Candidates(string path, string? configurationFile)
    {
        if (Path.IsPathRooted(path))
        {
            return [path];
        }

        List<string> candidates = [Path.GetFullPath(path)];
        if (configurationFile is not null)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(configurationFile))!;
            candidates.Add(Path.Combine(folder, path));
            candidates.Add(Path.GetFullPath(Path.Combine(folder, "..", path)));
        }

        candidates.Add(Path.Combine(AppContext.BaseDirectory, path));
        if (Find(path) is { } found)
        {
            candidates.Add(found);
        }

        return [.. candidates.Distinct(StringComparer.Ordinal)];
    }
}
