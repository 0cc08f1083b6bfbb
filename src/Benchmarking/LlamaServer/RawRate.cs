namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>How fast a build of llama.cpp evaluates one model, whatever is done with it.</summary>
/// <param name="Build">Which build: <c>llama-bench</c> of a package, or our own libraries.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="PrefillRowsPerSecond">Rows per second of steps of <see cref="RawRateParameters.PrefillRows"/> rows, on an empty cache, one output each.</param>
/// <param name="SingleRowsPerSecond">Rows per second of steps of one row with an output each, from an empty cache to <see cref="RawRateParameters.SingleRows"/> rows.</param>
public sealed record RawRate(string Build, int Threads, double PrefillRowsPerSecond, double SingleRowsPerSecond);
