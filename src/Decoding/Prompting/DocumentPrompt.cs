using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>The prompts of one text, cut where they part: what all labels share, and each label's own tokens.</summary>
/// <param name="Prefix">Tokens that every label's prompt begins with; at least one.</param>
/// <param name="Suffixes">Each label's own tokens, in label order; at least one token each.</param>
/// <param name="Text">The text's own tokens with their places; null where the tokeniser loses bytes.</param>
public sealed record DocumentPrompt(TokenId[] Prefix, TokenId[][] Suffixes, TextTokens? Text);
