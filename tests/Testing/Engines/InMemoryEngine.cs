using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>
/// A deterministic engine without a model: what comes next is a function of the tokens a slot holds and of nothing else, so that any
/// packing must give the same results. Keeps KV cells and slots exactly as a real engine does and throws where a caller breaks a rule.
/// </summary>
public sealed class InMemoryEngine(EngineCapacity capacity, NextToken next) : IDecodeEngine
{
    private readonly List<Cell>[] _slots = [.. Enumerable.Range(0, capacity.Slots).Select(static _ => new List<Cell>())];

    public EngineCapacity Capacity { get; } = capacity;

    public string Device => "in memory";

    /// <summary>Cells some slot sees.</summary>
    public int CellsUsed { get; private set; }

    /// <summary>Rows evaluated so far.</summary>
    public long RowsEvaluated { get; private set; }

    /// <summary>Steps carried out so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Most cells used at once.</summary>
    public int HighMark { get; private set; }

    public StepStatus Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        Steps++;
        foreach (SlotTrim trim in plan.Trims)
        {
            Trim(trim);
        }

        foreach (PrefixCopy copy in plan.Copies)
        {
            Copy(copy);
        }

        if (CellsUsed + plan.Batch.RowCount > Capacity.KvCells)
        {
            return StepStatus.NoKvSpace;
        }

        Evaluate(plan.Batch, result);
        HighMark = Math.Max(HighMark, CellsUsed);
        return StepStatus.Ok;
    }

    public void Dispose()
    {
    }

    private void Evaluate(MicroBatch batch, StepResult result)
    {
        Require(batch.RowCount <= Capacity.RowsPerStep, "more rows than a step takes");
        int output = 0;
        for (int row = 0; row < batch.RowCount; row++)
        {
            ReadOnlySpan<SlotId> slots = batch.SlotsOf(row);
            Require(slots.Length > 0, "a row without a slot");
            Cell cell = new(batch.Tokens[row]);
            List<Cell> first = _slots[slots[0].Value];
            foreach (SlotId slot in slots)
            {
                List<Cell> cells = _slots[slot.Value];
                Require(cells.Count == batch.Positions[row], $"slot {slot} holds {cells.Count} tokens and is given position {batch.Positions[row]}");
                Require(cells.Count == 0 || cells[^1] == first[^1], "a row shared by slots that have parted");
                Require(batch.Positions[row] < Capacity.SequenceTokens, "a sequence longer than the model takes");
            }

            foreach (SlotId slot in slots)
            {
                _slots[slot.Value].Add(cell);
                cell.Slots++;
            }

            CellsUsed++;
            RowsEvaluated++;
            if (output < batch.OutputCount && batch.Outputs[output].Row == row)
            {
                OutputRequest request = batch.Outputs[output++];
                TokenId[] held = [.. _slots[slots[0].Value].Select(static held => held.Token)];
                result.Add(next(held, request.Scope, batch.CandidatesOf(request)));
            }
        }

        Require(output == batch.OutputCount, "outputs out of row order");
    }

    private void Trim(SlotTrim trim)
    {
        List<Cell> cells = _slots[trim.Slot.Value];
        Require(trim.Length <= cells.Count, $"slot {trim.Slot} holds {cells.Count} tokens and is trimmed to {trim.Length}");
        foreach (Cell cell in cells[trim.Length..])
        {
            cell.Slots--;
            CellsUsed -= cell.Slots == 0 ? 1 : 0;
        }

        cells.RemoveRange(trim.Length, cells.Count - trim.Length);
    }

    private void Copy(PrefixCopy copy)
    {
        List<Cell> source = _slots[copy.Source.Value];
        List<Cell> target = _slots[copy.Target.Value];
        Require(target.Count == 0, $"slot {copy.Target} is not empty and is copied to");
        Require(copy.Length <= source.Count, $"slot {copy.Source} holds {source.Count} tokens and {copy.Length} are copied");
        foreach (Cell cell in source[..copy.Length])
        {
            cell.Slots++;
            target.Add(cell);
        }
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new EngineFaultException("Rule broken: " + rule);
        }
    }

    private sealed class Cell(TokenId token)
    {
        public TokenId Token { get; } = token;

        public int Slots { get; set; }
    }
}
