namespace PaDeNer.Decoding.LLamaSharp.Gguf;

/// <summary>Types of metadata values; the numbers are the format's.</summary>
#pragma warning disable CA1720 // The names of types are what this enumeration is about.
public enum GgufValueType
{
    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 0,

    /// <summary>8 bits, signed.</summary>
    Int8 = 1,

    /// <summary>16 bits, unsigned.</summary>
    UInt16 = 2,

    /// <summary>16 bits, signed.</summary>
    Int16 = 3,

    /// <summary>32 bits, unsigned.</summary>
    UInt32 = 4,

    /// <summary>32 bits, signed.</summary>
    Int32 = 5,

    /// <summary>32 bits, floating.</summary>
    Float32 = 6,

    /// <summary>A byte, 0 or 1.</summary>
    Bool = 7,

    /// <summary>Length and UTF-8 bytes.</summary>
    String = 8,

    /// <summary>Element type, count, elements.</summary>
    Array = 9,

    /// <summary>64 bits, unsigned.</summary>
    UInt64 = 10,

    /// <summary>64 bits, signed.</summary>
    Int64 = 11,

    /// <summary>64 bits, floating.</summary>
    Float64 = 12,
}
#pragma warning restore CA1720
