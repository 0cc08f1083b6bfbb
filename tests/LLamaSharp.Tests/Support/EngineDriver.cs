using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.LLamaSharp.Tests.Support;

/// <summary>Builds plans for an engine in a few words and runs them.</summary>
public sealed class EngineDriver(IDecodeEngine engine)
{
    public StepPlan Plan { get; } = new(engine.Capacity);

    public StepResult Result { get; } = new(engine.Capacity);

    public static SlotId[] Slots(params int[] values) => Array.ConvertAll(values, static value => new SlotId(value));

    public EngineDriver Begin()
    {
        Plan.Clear();
        return this;
    }

    public EngineDriver Trim(int slot, int length = 0)
    {
        Plan.Trims.Add(new SlotTrim(new SlotId(slot), length));
        return this;
    }

    public EngineDriver Copy(int source, int target, int length)
    {
        Plan.Copies.Add(new PrefixCopy(new SlotId(source), new SlotId(target), length));
        return this;
    }

    /// <summary>Adds a row for each token, from a position on, seen by the same slots.</summary>
    public EngineDriver Rows(IReadOnlyList<TokenId> tokens, int position, params int[] slots)
    {
        for (int index = 0; index < tokens.Count; index++)
        {
            Plan.Batch.AddRow(tokens[index], position + index, Slots(slots));
        }

        return this;
    }

    public EngineDriver Output(ChoiceScope scope = ChoiceScope.Vocabulary, params TokenId[] candidates)
    {
        Plan.Batch.RequestOutput(scope, candidates);
        return this;
    }

    public StepStatus Execute() => engine.Execute(Plan, Result);

    /// <summary>Executes, expects that it went well, and gives the choices.</summary>
    public TokenChoice[] Run()
    {
        Assert.Equal(StepStatus.Ok, Execute());
        Assert.Equal(Plan.Batch.OutputCount, Result.Count);
        return Result.Choices.ToArray();
    }

    /// <summary>The choice after a prompt, evaluated alone in an emptied slot.</summary>
    public TokenChoice Alone(IReadOnlyList<TokenId> prompt, int slot = 0) =>
        Begin().Trim(slot).Rows(prompt, 0, slot).Output().Run()[0];

    /// <summary>The log-probabilities of some tokens after a prompt.</summary>
    public float[] LogProbabilities(IReadOnlyList<TokenId> prompt, IReadOnlyList<TokenId> next)
    {
        Begin().Trim(0).Rows(prompt, 0, 0);
        foreach (TokenId token in next)
        {
            Output(ChoiceScope.CandidatesOverVocabulary, token);
        }

        return Array.ConvertAll(Run(), static choice => choice.LogProbability);
    }
}
