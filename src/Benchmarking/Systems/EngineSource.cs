using System.Globalization;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>Creates the engines of all systems, so that no system depends on what runs the model.</summary>
/// <param name="Create">Creates an engine: the first argument is the threads of a step, 1 or more; the second the most threads of a step while all other engines are idle, at least the first.</param>
/// <param name="Cores">Cores that may compute; 1 or more. Engines times their threads is at most this.</param>
/// <param name="Begin">Called once on each computing thread before its first step, with the index of its core, from 0; null where threads need no preparation.</param>
/// <param name="Time">The clock.</param>
public sealed record EngineSource(Func<int, int, IDecodeEngine> Create, int Cores, Action<int>? Begin, TimeProvider Time)
{
    /// <summary>Creates an engine with one slot, of the given threads, for systems that run one sequence at a time: a step is cheaper with fewer slots.</summary>
    public Func<int, IDecodeEngine> CreateForOneSequence { get; init; } = threads => Create(threads, threads);
}

/// <summary>The number of engines and threads that a system runs on.</summary>
/// <param name="Instances">Engines that run at the same time, each with documents of its own; 1 or more.</param>
/// <param name="Threads">Threads that compute a step of one engine; 1 or more.</param>
public readonly record struct EngineConfiguration(int Instances, int Threads)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Instances} x {Threads} thread{(Threads == 1 ? string.Empty : "s")}");
}
