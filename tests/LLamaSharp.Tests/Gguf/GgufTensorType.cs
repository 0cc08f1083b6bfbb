namespace PaDeNer.LLamaSharp.Tests.Gguf;

/// <summary>The ways of writing a tensor's elements that the tests know; the numbers are ggml's.</summary>
public enum GgufTensorType
{
    /// <summary>Four bytes each.</summary>
    F32 = 0,

    /// <summary>Two bytes each, IEEE half precision.</summary>
    F16 = 1,

    /// <summary>Blocks of 32: a half-precision scale, then 4 bits each, 8 standing for zero.</summary>
    Q4_0 = 2,

    /// <summary>Blocks of 32: a half-precision scale, then 8 bits each, signed.</summary>
    Q8_0 = 8,

    /// <summary>Blocks of 32: a half-precision scale, then 4 bits each, indices into a fixed table.</summary>
    IQ4_NL = 20,

    /// <summary>Two bytes each, the upper half of a float.</summary>
    BF16 = 30,
}
