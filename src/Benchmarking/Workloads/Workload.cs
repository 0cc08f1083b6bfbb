using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>Documents of one dataset, ready for every system alike.</summary>
/// <param name="Name">The dataset: <c>conll03</c>.</param>
/// <param name="Template">How the model is asked, bound to the vocabulary that the documents' tokens are of.</param>
/// <param name="Documents">The documents, in the order in which they are submitted.</param>
/// <param name="Losses">What was left out, for all systems alike.</param>
public sealed record Workload(string Name, PromptTemplate Template, IReadOnlyList<ForcedDocument> Documents, WorkloadLosses Losses)
{
    /// <summary>Whether a vocabulary of one token per character stands in for the model's, which spells these texts in bytes.</summary>
    public bool IsSpelledByCharacter => Template.Tokenizer is CharacterVocabulary;
}

/// <summary>What a workload leaves out of its dataset, for all systems alike.</summary>
/// <param name="TextsRead">Texts looked at to find as many documents as were asked for.</param>
/// <param name="TextsTooLong">Texts whose longest prompt with its answer, in any system, is longer than the model takes.</param>
/// <param name="TextsRepeated">Texts that stand in the dataset twice, are blank, or have a run of white space that our decoding shortens.</param>
/// <param name="MentionsRead">Mentions in the texts taken.</param>
/// <param name="MentionsOutOfReach">Mentions among those that do not begin and end where tokens and words do.</param>
public sealed record WorkloadLosses(int TextsRead, int TextsTooLong, int TextsRepeated, int MentionsRead, int MentionsOutOfReach);
