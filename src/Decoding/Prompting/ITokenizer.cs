using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>A model's vocabulary: text to tokens and back without losing bytes. Safe from any thread.</summary>
public interface ITokenizer
{
    /// <summary>Number of tokens.</summary>
    int VocabularySize { get; }

    /// <summary>The token that begins every prompt; null where the model wants none.</summary>
    TokenId? BeginOfText { get; }

    /// <summary>The token a mention ends with.</summary>
    TokenId EndOfText { get; }

    /// <summary>Whether generation ends at this token (end of text, end of turn and the like).</summary>
    bool IsEndOfGeneration(TokenId token);

    /// <summary>Tokenises plain text; tags and control tokens inside it stay plain text. Adds no begin-of-text token.</summary>
    TokenId[] Tokenize(string text);

    /// <summary>The control token of this exact name (<c>&lt;|label 1|&gt;</c>); null where the vocabulary lacks it.</summary>
    TokenId? FindControlToken(string name);

    /// <summary>
    /// The bytes a token stands for; none for control tokens. Concatenated over a tokenised text they give back its UTF-8 bytes, after
    /// one leading space where the model's tokeniser adds one (<see cref="AddsLeadingSpace"/>).
    /// </summary>
    ReadOnlySpan<byte> BytesOf(TokenId token);

    /// <summary>Whether <see cref="Tokenize"/> puts a space before the text.</summary>
    bool AddsLeadingSpace { get; }
}
