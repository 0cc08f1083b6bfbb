namespace PaDeNer.Daemon.Extraction;

/// <summary>The models that come with the daemon, by the names that may stand in place of a path.</summary>
internal static class ShippedModels
{
    /// <summary>The one that is asked by words.</summary>
    public const string Default = "models/padener-en.gguf";

    /// <summary>The one for four labels and little time.</summary>
    public const string Small = "models/padener-en-small.gguf";

    /// <summary>The path that is meant: of a name its model's, else what was given.</summary>
    /// <param name="pathOrName">A path, <c>default</c> or <c>small</c>.</param>
    public static string PathOf(string pathOrName) => pathOrName switch
    {
        "default" => Default,
        "small" => Small,
        _ => pathOrName,
    };
}
