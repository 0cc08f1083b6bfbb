using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp.Mirror;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>
/// Everything that llama.cpp would answer with an error, or by ending the process, is refused here and named. Carrying a plan out in
/// the mirror is part of the check: it leaves the mirror as it will be after the step.
/// </summary>
internal sealed class StepRules(EngineCapacity capacity, int vocabularySize, SlotMirror mirror)
{
    /// <summary>Carries the plan's trims and copies out in the mirror.</summary>
    /// <exception cref="EngineFaultException">One breaks a rule; the mirror has to be rolled back.</exception>
    public void ApplyMoves(StepPlan plan)
    {
        foreach (SlotTrim trim in plan.Trims)
        {
            mirror.Trim(trim);
        }

        foreach (PrefixCopy copy in plan.Copies)
        {
            mirror.Copy(copy);
        }
    }

    /// <summary>Carries the micro-batch out in the mirror.</summary>
    /// <exception cref="EngineFaultException">It breaks a rule; the mirror has to be rolled back.</exception>
    public void ApplyRows(MicroBatch batch)
    {
        if (batch.RowCount > capacity.RowsPerStep)
        {
            throw new EngineFaultException($"The micro-batch has {batch.RowCount} rows; the engine takes {capacity.RowsPerStep}.");
        }

        for (int row = 0; row < batch.RowCount; row++)
        {
            RequireInVocabulary(batch.Tokens[row], row);
            mirror.Append(row, batch.Positions[row], batch.SlotsOf(row));
        }

        CheckOutputs(batch);
    }

    private void CheckOutputs(MicroBatch batch)
    {
        if (batch.OutputCount > capacity.OutputsPerStep)
        {
            throw new EngineFaultException($"The micro-batch has {batch.OutputCount} outputs; the engine gives {capacity.OutputsPerStep}.");
        }

        int before = 0;
        foreach (OutputRequest output in batch.Outputs)
        {
            if (output.Row < before || output.Row >= batch.RowCount)
            {
                throw new EngineFaultException($"Output row {output.Row} is out of order or is not one of the {batch.RowCount} rows.");
            }

            before = output.Row;
            if (output.Scope == ChoiceScope.Vocabulary)
            {
                continue;
            }

            ReadOnlySpan<TokenId> candidates = batch.CandidatesOf(output);
            if (candidates.IsEmpty)
            {
                throw new EngineFaultException($"Output row {output.Row} has scope {output.Scope} and no candidate.");
            }

            foreach (TokenId candidate in candidates)
            {
                RequireInVocabulary(candidate, output.Row);
            }
        }
    }

    private void RequireInVocabulary(TokenId token, int row)
    {
        if ((uint)token.Value >= (uint)vocabularySize)
        {
            throw new EngineFaultException($"Row {row} names token {token}; the vocabulary has {vocabularySize}.");
        }
    }
}
