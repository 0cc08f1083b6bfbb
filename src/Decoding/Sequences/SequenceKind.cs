namespace PaDeNer.Decoding.Sequences;

/// <summary>What a sequence decodes.</summary>
public enum SequenceKind
{
    /// <summary>How many mentions a label has; one sequence per label.</summary>
    Count,

    /// <summary>One mention; one sequence per announced mention.</summary>
    Mention,
}
