using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>A token of a document's text with its place in it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Start">First character that is not white space, in UTF-16 code units; equal to <paramref name="End"/> if there is none.</param>
/// <param name="End">One past its last character.</param>
/// <param name="StartsWord">Whether a mention may start here: a word starts at <paramref name="Start"/> and no character is cut.</param>
/// <param name="EndsWord">Whether a mention may end here.</param>
public readonly record struct TextToken(TokenId Token, int Start, int End, bool StartsWord, bool EndsWord);
