namespace PaDeNer.Decoding.Entities;

/// <summary>What the start and end of a published entity count.</summary>
public enum OffsetUnit
{
    /// <summary>Unicode code points, as Python's strings do.</summary>
    CodePoint,

    /// <summary>UTF-16 code units, as the strings of C#, Java and JavaScript do.</summary>
    Utf16,

    /// <summary>Bytes of the UTF-8 text, as Go's and Rust's strings do.</summary>
    Utf8,
}
