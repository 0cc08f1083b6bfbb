using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Engines;

/// <summary>What comes after the tokens a slot holds.</summary>
public delegate TokenChoice NextToken(ReadOnlySpan<TokenId> held, ChoiceScope scope, ReadOnlySpan<TokenId> candidates);
