using PaDeNer.Fuzzing.Coverage;
using PaDeNer.Fuzzing.Targets;

namespace PaDeNer.Fuzzing.Loop;

/// <summary>Changes inputs and keeps those that pass through something new. With the same seed, budget of executions and corpus it does the same again.</summary>
/// <param name="target">What is fuzzed.</param>
/// <param name="trial">Executes.</param>
/// <param name="map">Says what is new.</param>
/// <param name="corpus">Keeps.</param>
/// <param name="seed">Of chance.</param>
internal sealed class FuzzLoop(FuzzTarget target, Trial trial, CoverageMap map, Corpus corpus, int seed)
{
    private readonly Dictionary<string, FoundInput> _found = new(StringComparer.Ordinal);

    /// <summary>How many edges the seeds and the kept corpus pass through.</summary>
    public int EdgesAtBegin { get; private set; }

    /// <summary>What was found, one for each kind.</summary>
    public IReadOnlyCollection<FoundInput> Found => _found.Values;

    /// <summary>Runs until a budget is used up.</summary>
    /// <param name="isOver">Whether it is.</param>
    /// <param name="isBlind">Whether news is ignored, so that only the seeds are changed: what fuzzing without coverage is.</param>
    public void Run(Func<bool> isOver, bool isBlind)
    {
        foreach (byte[] input in target.Seeds.Concat(corpus.Kept()))
        {
            // All of them, whether or not each passes through something of its own: the first one does not know of the others.
            Take(input, isSeed: true, isBlind);
        }

        EdgesAtBegin = map.Edges;
        Random random = new(seed);
        Mutator mutator = new(random, target.Words, target.MostBytes);
        while (!isOver())
        {
            Take(mutator.Mutate(corpus.Choose(random), corpus.Other(random)), isSeed: false, isBlind);
        }
    }

    private void Take(byte[] input, bool isSeed, bool isBlind)
    {
        Finding? finding = trial.Run(input);
        bool isNew = map.Note();
        if (isSeed || (isNew && !isBlind && finding is null))
        {
            corpus.Add(input);
        }

        if (finding is not null && !_found.ContainsKey(finding.Kind))
        {
            byte[] small = Minimiser.Minimise(input, candidate => trial.Run(candidate)?.Kind == finding.Kind);
            _found[finding.Kind] = new FoundInput(trial.Run(small) ?? finding, small);
        }
    }
}

/// <summary>What was found, and a small input that finds it.</summary>
/// <param name="Finding">What.</param>
/// <param name="Input">With what.</param>
internal sealed record FoundInput(Finding Finding, byte[] Input);
