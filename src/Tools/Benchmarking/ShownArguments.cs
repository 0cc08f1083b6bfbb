using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Tools.Benchmarking;

/// <summary>A command line as a report may show it: without secrets. Pure.</summary>
internal static class ShownArguments
{
    private const string Set = "--set=";

    /// <summary>The arguments, secrets hidden.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> arguments) => arguments.Select(static argument =>
    {
        string option = argument.StartsWith(Set, StringComparison.Ordinal) ? Set : string.Empty;
        return argument[option.Length..].Split('=', 2) is [string key, string value] ? $"{option}{key}={SecretSettings.Hide(key.Trim(), value)}" : argument;
    });
}
