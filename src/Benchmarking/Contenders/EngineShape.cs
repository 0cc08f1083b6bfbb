using System.Globalization;

namespace PaDeNer.Benchmarking.Contenders;

/// <summary>How a contender uses the cores.</summary>
/// <param name="Instances">Engines side by side, each with its documents.</param>
/// <param name="Threads">Threads that compute a step of one engine.</param>
public readonly record struct EngineShape(int Instances, int Threads)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Instances} x {Threads} thread{(Threads == 1 ? string.Empty : "s")}");
}
