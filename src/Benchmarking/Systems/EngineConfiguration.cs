using System.Globalization;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>How a system uses the cores.</summary>
/// <param name="Instances">Engines side by side, each with its documents.</param>
/// <param name="Threads">Threads that compute a step of one engine.</param>
public readonly record struct EngineConfiguration(int Instances, int Threads)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Instances} x {Threads} thread{(Threads == 1 ? string.Empty : "s")}");
}
