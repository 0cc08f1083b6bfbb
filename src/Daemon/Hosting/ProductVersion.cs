using System.Reflection;

namespace PaDeNer.Daemon.Hosting;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>The commit it was built from, shortened to 12 digits; null where the build did not know.</summary>
    public static string? Commit { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static metadata => metadata.Key == nameof(Commit))?.Value is { Length: > 0 } commit ? commit[..Math.Min(12, commit.Length)] : null;

    /// <summary>The version, for people and headers.</summary>
    public static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
