namespace PaDeNer.Decoding.Prompting;

/// <summary>Which tokens a mention may begin and end with, where a vocabulary spells characters by their bytes. A model's template says which.</summary>
public enum TokenEdges
{
    /// <summary>A token that holds part of a character neither begins a mention nor ends one.</summary>
    WholeCharacters,

    /// <summary>
    /// A token begins a mention where its first byte begins a character, and ends one where its last byte ends a character; what its other
    /// edge cuts does not matter.
    /// </summary>
    Separate,
}
