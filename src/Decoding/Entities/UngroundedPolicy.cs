namespace PaDeNer.Decoding.Entities;

/// <summary>What becomes of a mention that does not occur in the text.</summary>
public enum UngroundedPolicy
{
    /// <summary>It is dropped and counted.</summary>
    Drop,

    /// <summary>It is published without a span, and counted.</summary>
    Keep,
}
