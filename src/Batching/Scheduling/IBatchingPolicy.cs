namespace PaDeNer.Batching.Scheduling;

/// <summary>Says whose rows come first when a step cannot hold all. Named in configuration; pure.</summary>
public interface IBatchingPolicy
{
    /// <summary>The name configuration uses.</summary>
    string Name { get; }

    /// <summary>Compares two documents in decoding: negative where <paramref name="first"/> goes before.</summary>
    int Compare(in BatchingCandidate first, in BatchingCandidate second);
}
