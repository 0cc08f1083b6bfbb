namespace PaDeNer.Decoding.Entities;

/// <summary>What becomes of the same mention under several labels.</summary>
public enum DeduplicationPolicy
{
    /// <summary>The paper's rule: a text found under several labels keeps the label of its most probable mention, everywhere in the document.</summary>
    MaxProbability,

    /// <summary>The same rule per place in the text, so that two occurrences may carry two labels.</summary>
    PerOccurrence,

    /// <summary>Everything is kept: for nested entities, or for labels that may overlap.</summary>
    None,
}
