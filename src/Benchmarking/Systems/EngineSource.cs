using System.Globalization;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>Where systems get their engines from; keeps them from knowing what runs the model.</summary>
/// <param name="Create">Makes an engine of a configuration's threads, and with the most it may have while all others are idle; the same number for no more.</param>
/// <param name="Cores">Cores there are: lanes of one thread, or threads of one lane.</param>
/// <param name="Begin">Is called on every thread before it computes, with a core of its own, counted from 0; null where nothing is to be done.</param>
/// <param name="Time">The clock.</param>
public sealed record EngineSource(Func<int, int, IDecodeEngine> Create, int Cores, Action<int>? Begin, TimeProvider Time)
{
    /// <summary>Makes an engine of so many threads for whoever runs one sequence at a time, which a step of many slots would cost more.</summary>
    public Func<int, IDecodeEngine> CreateForOneSequence { get; init; } = threads => Create(threads, threads);
}

/// <summary>How a system uses the cores.</summary>
/// <param name="Instances">Engines side by side, each with its documents.</param>
/// <param name="Threads">Threads that compute a step of one engine.</param>
public readonly record struct EngineConfiguration(int Instances, int Threads)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Instances} x {Threads} thread{(Threads == 1 ? string.Empty : "s")}");
}
