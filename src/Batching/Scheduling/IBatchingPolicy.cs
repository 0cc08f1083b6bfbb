using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// What documents are served by: which one a lane takes next, how many it takes, and whose rows come first when a step cannot hold all.
/// Named in configuration; pure.
/// </summary>
public interface IBatchingPolicy
{
    /// <summary>The name configuration uses.</summary>
    string Name { get; }

    /// <summary>In what order documents wait for lanes.</summary>
    QueueOrder Queue { get; }

    /// <summary>
    /// Whether a lane that finds for itself how many documents to decode takes no more of them, and a step no more rows, than the tightest
    /// one that can still make its deadline can afford, as far as is known what steps take.
    /// </summary>
    bool SparesTightest { get; }

    /// <summary>Compares two documents in decoding: negative where <paramref name="first"/> goes before.</summary>
    int Compare(in BatchingCandidate first, in BatchingCandidate second);
}
