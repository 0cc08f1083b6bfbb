using PaDeNer.Decoding.Engine;

namespace PaDeNer.Benchmarking.Systems;

/// <summary>
/// Decodes sequences of one document that know nothing of each other: all prompts in full, then all sequences token by token side by
/// side, those that have ended left out. More than the KV cache or the slots take at once run in several waves.
/// </summary>
internal sealed class SequenceBatch(StepRunner steps)
{
    private readonly List<ScriptedSequence> _wave = [];

    public void Run(IReadOnlyList<ScriptedSequence> sequences)
    {
        for (int next = 0; next < sequences.Count;)
        {
            _wave.Clear();
            int cells = 0;
            while (next < sequences.Count && _wave.Count < steps.Capacity.Slots && cells + sequences[next].Rows <= steps.Capacity.KvCells)
            {
                cells += sequences[next].Rows;
                _wave.Add(sequences[next++]);
            }

            RunWave();
        }
    }

    private void RunWave()
    {
        // The paper's way: prompts first, all of them, then the answers in lockstep.
        while (_wave.Exists(static sequence => !sequence.IsFinished))
        {
            bool prefill = _wave.Exists(static sequence => !sequence.IsGenerating);
            for (int i = 0; i < _wave.Count && steps.Room > 0; i++)
            {
                ScriptedSequence sequence = _wave[i];
                if (!sequence.IsFinished && sequence.IsGenerating != prefill)
                {
                    sequence.AddRows(steps.Plan.Batch, new SlotId(i), steps.Room);
                }
            }

            steps.Execute();
        }

        for (int i = 0; i < _wave.Count; i++)
        {
            steps.Plan.Trims.Add(new SlotTrim(new SlotId(i), 0));
        }
    }
}
