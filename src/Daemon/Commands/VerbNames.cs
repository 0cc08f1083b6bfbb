namespace PaDeNer.Daemon.Commands;

/// <summary>The names of all verbs. <c>./padener</c> finds the executable that has one; whoever runs an executable itself is told where the others are.</summary>
internal static class VerbNames
{
    /// <summary>The daemon's.</summary>
    public static IReadOnlyList<string> OfDaemon { get; } = ["serve", "extract", "demo", "doctor", "check-config", "dead-letters", "completion", "man", "help"];

    /// <summary>The tools', which are in no published folder.</summary>
    public static IReadOnlyList<string> OfTools { get; } = ["reformulate", "eval", "plan", "bench"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfDaemon, .. OfTools];
}
