namespace PaDeNer.Decoding.Entities;

/// <summary>Whether entities of a document may overlap, within a label and across labels.</summary>
public enum OverlapPolicy
{
    /// <summary>Each character belongs to one entity at most: of overlapping ones the most probable is kept.</summary>
    Flat,

    /// <summary>They may overlap and stand inside each other.</summary>
    Allow,
}
