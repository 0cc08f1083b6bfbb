using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Prompting;

/// <summary>Throws at one text, as a tokeniser with a defect does.</summary>
public sealed class PoisonedTokenizer(ITokenizer inner, string poison, Func<Exception> failure) : ITokenizer
{
    public int VocabularySize => inner.VocabularySize;

    public TokenId? BeginOfText => inner.BeginOfText;

    public TokenId EndOfText => inner.EndOfText;

    public bool AddsLeadingSpace => inner.AddsLeadingSpace;

    public bool IsEndOfGeneration(TokenId token) => inner.IsEndOfGeneration(token);

    public TokenId[] Tokenize(string text) => text == poison ? throw failure() : inner.Tokenize(text);

    public TokenId? FindControlToken(string name) => inner.FindControlToken(name);

    public ReadOnlySpan<byte> BytesOf(TokenId token) => inner.BytesOf(token);
}
