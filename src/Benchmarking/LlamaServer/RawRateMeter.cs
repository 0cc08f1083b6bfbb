using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>Measures what llama-bench measures, on an engine of ours.</summary>
/// <param name="time">The clock.</param>
internal sealed class RawRateMeter(TimeProvider time)
{
    private static readonly SlotId Slot = new(0);
    private static readonly TokenId Token = new(1);

    /// <summary>Measures an engine; slot 0 is used and empty afterwards. Blocks the calling thread.</summary>
    /// <param name="engine">The engine; has room for <see cref="RawRateParameters.PrefillRows"/> rows.</param>
    /// <param name="build">What to call it.</param>
    /// <param name="threads">Threads it computes on, for the record.</param>
    /// <exception cref="ArgumentException">The engine is too small.</exception>
    public RawRate Measure(IDecodeEngine engine, string build, int threads)
    {
        ArgumentNullException.ThrowIfNull(engine);
        EngineCapacity capacity = engine.Capacity;
        if (Math.Min(capacity.RowsPerStep, Math.Min(capacity.KvCells, capacity.SequenceTokens)) < RawRateParameters.PrefillRows)
        {
            throw new ArgumentException($"The engine takes fewer than {RawRateParameters.PrefillRows} rows in a step or a sequence: {capacity}.", nameof(engine));
        }

        StepPlan plan = new(capacity);
        StepResult result = new(capacity);
        return new RawRate(
            build,
            threads,
            Rate(RawRateParameters.PrefillRows, () => Prefill(engine, plan, result)),
            Rate(RawRateParameters.SingleRows, () => Singles(engine, plan, result)));
    }

    /// <summary>The mean of rates, the first run left out.</summary>
    private double Rate(int rows, Action run)
    {
        run();
        double sum = 0;
        for (int i = 0; i < RawRateParameters.Repetitions; i++)
        {
            long start = time.GetTimestamp();
            run();
            sum += rows / time.GetElapsedTime(start).TotalSeconds;
        }

        return sum / RawRateParameters.Repetitions;
    }

    private static void Prefill(IDecodeEngine engine, StepPlan plan, StepResult result) => Step(engine, plan, result, 0, RawRateParameters.PrefillRows);

    private static void Singles(IDecodeEngine engine, StepPlan plan, StepResult result)
    {
        for (int i = 0; i < RawRateParameters.SingleRows; i++)
        {
            Step(engine, plan, result, i, 1);
        }
    }

    /// <summary>Rows of one sequence in slot 0 and an output at the last of them; the slot is emptied where they begin at position 0.</summary>
    /// <exception cref="EngineFaultException">The step did not succeed.</exception>
    internal static void Step(IDecodeEngine engine, StepPlan plan, StepResult result, int position, int rows)
    {
        plan.Clear();
        result.Clear();
        if (position == 0)
        {
            plan.Trims.Add(new SlotTrim(Slot, 0));
        }

        for (int i = 0; i < rows; i++)
        {
            plan.Batch.AddRow(Token, position + i, [Slot]);
        }

        plan.Batch.RequestOutput(ChoiceScope.Vocabulary, []);
        StepStatus status = engine.Execute(plan, result);
        if (status != StepStatus.Ok)
        {
            throw new EngineFaultException($"A step of {rows} rows ended as {status} on {engine.Device}.");
        }
    }
}

/// <summary>Token rates of a build of llama.cpp on one model, without any scheduling.</summary>
/// <param name="Build">Which build: <c>llama-bench</c> of a package, or our own libraries.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="PrefillRowsPerSecond">Rows per second of steps of <see cref="RawRateParameters.PrefillRows"/> rows, on an empty cache, one output each.</param>
/// <param name="SingleRowsPerSecond">Rows per second of steps of one row with an output each, from an empty cache to <see cref="RawRateParameters.SingleRows"/> rows.</param>
internal sealed record RawRate(string Build, int Threads, double PrefillRowsPerSecond, double SingleRowsPerSecond);

/// <summary>What raw rates are measured with, for both builds alike.</summary>
internal static class RawRateParameters
{
    /// <summary>Rows of a prefill step.</summary>
    public const int PrefillRows = 128;

    /// <summary>Steps of one row in a series.</summary>
    public const int SingleRows = 64;

    /// <summary>How often each is repeated; the mean counts, as llama-bench has it.</summary>
    public const int Repetitions = 20;
}
