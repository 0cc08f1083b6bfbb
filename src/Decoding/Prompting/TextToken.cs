using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>A token of a document's text with its place in it. Neither offset lies inside a character.</summary>
/// <param name="Token">The token.</param>
/// <param name="Start">
/// First character that is not white space, in UTF-16 code units; equal to <paramref name="End"/> if there is none but one that the token
/// only begins.
/// </param>
/// <param name="End">One past the last character that it ends.</param>
/// <param name="StartsWord">Whether a mention may start here: a word starts at <paramref name="Start"/>, and the token at a character's edge.</param>
/// <param name="EndsWord">Whether a mention may end here: a word ends at <paramref name="End"/>, and the token with a character.</param>
public readonly record struct TextToken(TokenId Token, int Start, int End, bool StartsWord, bool EndsWord);
