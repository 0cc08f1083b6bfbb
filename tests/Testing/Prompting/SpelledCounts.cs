using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Testing.Prompting;

/// <summary>
/// A template in words whose counts are chosen among a few pieces: engines that choose without knowing what they are asked then say numbers
/// of several digits, numbers without an end and what is no number.
/// </summary>
public sealed class SpelledCounts(PromptTemplate words, IEnumerable<string> pieces) : PromptTemplate(words.Name, words.Tokenizer)
{
    private readonly TokenId[] _pieces = [.. pieces.Select(piece => words.Tokenizer.Tokenize("<" + piece)[^1]).Append(words.Tokenizer.EndOfText).Distinct()];

    public override int MaxCount => words.MaxCount;

    public override ReadOnlySpan<TokenId> CountCandidates => _pieces;

    public override bool Knows(Label label) => words.Knows(label);

    public override DocumentPrompt Build(string text, IReadOnlyList<Label> labels) => words.Build(text, labels);

    public override CountReading ReadCount(ReadOnlySpan<TokenId> decoded) => words.ReadCount(decoded);

    public override ReadOnlySpan<TokenId> MentionPrompt(int count, int mention) => words.MentionPrompt(count, mention);
}
