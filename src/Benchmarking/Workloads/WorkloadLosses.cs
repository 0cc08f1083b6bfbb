namespace PaDeNer.Benchmarking.Workloads;

/// <summary>What a workload leaves out of its dataset, for all systems alike.</summary>
/// <param name="TextsRead">Texts looked at to find as many documents as were asked for.</param>
/// <param name="TextsTooLong">Texts whose longest prompt with its answer, whoever asks it, is longer than the model takes.</param>
/// <param name="TextsRepeated">Texts that stand in the dataset twice, or are blank.</param>
/// <param name="MentionsRead">Mentions in the texts taken.</param>
/// <param name="MentionsOutOfReach">Mentions among those that do not begin and end where tokens and words do.</param>
public sealed record WorkloadLosses(int TextsRead, int TextsTooLong, int TextsRepeated, int MentionsRead, int MentionsOutOfReach);
