namespace PaDeNer.Decoding.Prompting;

/// <summary>How mentions are decoded.</summary>
public enum DecodingMode
{
    /// <summary>Any token may follow: the paper's decoding.</summary>
    Free,

    /// <summary>A mention is a walk over the document's own tokens.</summary>
    Verbatim,
}
