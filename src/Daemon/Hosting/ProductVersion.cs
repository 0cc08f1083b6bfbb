using System.Reflection;

namespace PaDeNer.Daemon.Hosting;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>The version, for people and headers.</summary>
    public static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
