namespace PaDeNer.Daemon.Configuration;

/// <summary>A setting with the value in force.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Source">Where the value came from, for people.</param>
/// <param name="IsDefault">Whether it is the built-in default.</param>
internal sealed record EffectiveSetting(string Key, string Value, string Source, bool IsDefault)
{
    /// <summary>The source of what was typed.</summary>
    public const string CommandLine = "command line";
}
