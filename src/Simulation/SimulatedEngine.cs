using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Simulation;

/// <summary>
/// An engine without weights: what it chooses is the answer that the simulated document holds, and what a step takes is what a device's
/// profile says. Keeps KV cells and slots as a real engine does and throws where a caller breaks a rule. Allocates nothing per step.
/// </summary>
/// <param name="capacity">What it offers.</param>
/// <param name="windowTokens">Tokens of text decoded at once.</param>
/// <param name="times">What its steps take.</param>
/// <param name="spread">Standard deviation of a step's time, relative to its mean.</param>
/// <param name="seed">The same seed gives the same times.</param>
public sealed class SimulatedEngine(
    EngineCapacity capacity, int windowTokens, StepTimes times, double spread, int seed) : IDecodeEngine
{
    private const double LeastShareOfMean = 0.3;
    private readonly SimulatedDocument?[] _expected = new SimulatedDocument?[SimulatedVocabulary.Documents];
    private readonly SimulatedSlots _slots = new(capacity);
    private readonly Random _random = new(seed);

    /// <inheritdoc/>
    public EngineCapacity Capacity { get; } = capacity;

    /// <inheritdoc/>
    public string Device => "simulated";

    /// <summary>KV cells in use.</summary>
    public int CellsUsed => _slots.CellsUsed;

    /// <summary>What the last step took.</summary>
    public TimeSpan StepTime { get; private set; }

    /// <summary>Makes a document known before its plan is decoded.</summary>
    /// <param name="number">The number it was planned with.</param>
    /// <param name="document">Its answers. Where its text is cut into windows, each window answers its share.</param>
    public void Expect(int number, SimulatedDocument document) => _expected[number % SimulatedVocabulary.Documents] = document;

    /// <inheritdoc/>
    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        foreach (SlotTrim trim in plan.Trims)
        {
            _slots.Trim(trim);
        }

        foreach (PrefixCopy copy in plan.Copies)
        {
            _slots.Copy(copy);
        }

        MicroBatch batch = plan.Batch;
        if (CellsUsed + batch.RowCount > Capacity.KvCells)
        {
            return StepStatus.NoKvSpace;
        }

        Evaluate(batch, result);
        double noise = spread <= 0 ? 1 : Math.Max(LeastShareOfMean, 1 + (spread * Gauss()));
        StepTime = TimeSpan.FromMilliseconds(times.Of(batch.RowCount, CellsUsed, batch.OutputCount) * noise);
        return StepStatus.Ok;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Evaluate(MicroBatch batch, StepResult result)
    {
        int output = 0;
        for (int row = 0; row < batch.RowCount; row++)
        {
            ReadOnlySpan<SlotId> slots = batch.SlotsOf(row);
            _slots.Add(batch.Tokens[row], batch.Positions[row], slots);
            if (output < batch.OutputCount && batch.Outputs[output].Row == row)
            {
                result.Add(new TokenChoice(Answer(slots[0]), 0, float.PositiveInfinity));
                output++;
            }
        }
    }

    private TokenId Answer(SlotId slot)
    {
        (TokenId text, int label, int mention, int decoded) = _slots.Standing(slot);
        SimulatedDocument document = SimulatedVocabulary.DocumentOf(text) is { } number && _expected[number] is { } known
            ? known
            : throw new EngineFaultException($"Slot {slot} holds a document that nobody has made known.");
        IReadOnlyList<int> mentions = document.Mentions[label];
        int windows = ((document.TextTokens - 1) / windowTokens) + 1;
        int count = Math.Min(SimulatedVocabulary.MaxCount, (mentions.Count + windows - 1) / windows);
        return mention == 0 ? SimulatedVocabulary.CountTag(count) : decoded < mentions[mention - 1] ? text : SimulatedVocabulary.EndTag;
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
