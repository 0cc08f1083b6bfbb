using PaDeNer.Benchmarking.LlamaServer;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Suites;

/// <summary>
/// How much the machine itself makes equal steps differ: what of a step's time no model can foretell. All cores compute at once, as at
/// saturation.
/// </summary>
/// <param name="source">Creates the engines.</param>
internal sealed class StepNoiseMeter(EngineSource source)
{
    /// <summary>Rows of a step: about what steps have at saturation.</summary>
    public const int Rows = 40;

    /// <summary>Steps before it whose mean a step is held against: enough to be steady, few enough to follow a machine whose speed drifts.</summary>
    public const int Before = 16;

    /// <summary>Measures.</summary>
    /// <param name="duration">How long each core computes.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    /// <returns>Mean distance of a step's time from the mean of those before it, as a share of the time it took.</returns>
    public async Task<double> MeasureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        List<double>[] errors = await Task.WhenAll(Enumerable.Range(0, source.Cores).Select(
            core => OwnThread.RunAsync(() => Measure(core, duration, cancellationToken)))).ConfigureAwait(false);
        return errors.SelectMany(static core => core).DefaultIfEmpty().Average();
    }

    private List<double> Measure(int core, TimeSpan duration, CancellationToken cancellationToken)
    {
        source.Begin?.Invoke(core);
        using IDecodeEngine engine = source.Create(1, 1);
        StepPlan plan = new(engine.Capacity);
        StepResult result = new(engine.Capacity);
        int rows = Math.Min(Rows, Math.Min(engine.Capacity.RowsPerStep, engine.Capacity.SequenceTokens));
        Queue<double> before = [];
        List<double> errors = [];
        long start = source.Time.GetTimestamp();
        while (source.Time.GetElapsedTime(start) < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long began = source.Time.GetTimestamp();
            RawRateMeter.Step(engine, plan, result, position: 0, rows);
            double took = Math.Max(1e-9, source.Time.GetElapsedTime(began).TotalSeconds);
            if (before.Count == Before)
            {
                errors.Add(Math.Abs(took - before.Average()) / took);
                before.Dequeue();
            }

            before.Enqueue(took);
        }

        return errors;
    }
}
