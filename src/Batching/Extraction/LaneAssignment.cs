namespace PaDeNer.Batching.Extraction;

/// <summary>Which lane a document goes to.</summary>
public enum LaneAssignment
{
    /// <summary>The one that gets to it first; waiting documents are ordered by the policy.</summary>
    FirstFree,

    /// <summary>
    /// Document i to lane i modulo lanes, in order of submission, whatever the lanes are doing: what a lane packs together then depends on
    /// the documents alone, and with it every last bit of the results.
    /// </summary>
    InTurn,
}
