using System.Collections.Concurrent;
using System.Text;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// A template in words, as the published PaDeLLM-NER weights use. Prompts are tokenised whole and cut at their longest common prefix,
/// so that sharing the prefix never changes a prompt's tokens.
/// </summary>
public sealed class TextTemplate : PromptTemplate
{
    /// <summary>Highest count that is asked for.</summary>
    public const int HighestCount = 99;

    private readonly TextTemplateWording _wording;
    private readonly ConcurrentDictionary<(int Count, int Mention), TokenId[]> _mentionPrompts = new();

    /// <summary>Binds a wording to a vocabulary.</summary>
    /// <exception cref="ArgumentException">The vocabulary merges the count with what stands before it, so that prompts cannot be cut there.</exception>
    public TextTemplate(TextTemplateWording wording, ITokenizer tokenizer)
        : base(wording.Name, tokenizer)
    {
        _wording = wording;
        _ = MentionPrompt(1, 1);
    }

    /// <inheritdoc/>
    public override int MaxCount => HighestCount;

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> CountCandidates => [];

    /// <inheritdoc/>
    public override bool Knows(Label label) => true;

    /// <inheritdoc/>
    public override DocumentPrompt Build(string text, IReadOnlyList<Label> labels)
    {
        TokenId[] shared = Tokenizer.Tokenize(_wording.Head + text);
        TokenId[][] prompts = [.. labels.Select(label =>
            Tokenizer.Tokenize(_wording.Head + text + _wording.LabelPrompt(label.PromptName)))];
        int common = prompts.Min(prompt => prompt.AsSpan(0, prompt.Length - 1).CommonPrefixLength(shared));
        int skipped = Encoding.UTF8.GetByteCount(_wording.Head) + (Tokenizer.AddsLeadingSpace ? 1 : 0);
        TextTokens? aligned = TextTokens.Align(text, shared, Tokenizer, skipped);
        TokenId[] head = shared[..common];
        TokenId[] prefix = Tokenizer.BeginOfText is { } begin ? [begin, .. head] : head;
        return new DocumentPrompt(prefix, [.. prompts.Select(prompt => prompt[common..])], aligned);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The count ends at the first character that is no digit, at the end of text, or at a token after which it is 0: counts are written
    /// without leading zeros, so nothing that may follow belongs to it, and labels without a mention are done a step earlier.
    /// </remarks>
    public override CountReading ReadCount(ReadOnlySpan<TokenId> decoded)
    {
        int count = 0;
        int digits = 0;
        foreach (TokenId token in decoded)
        {
            if (Tokenizer.IsEndOfGeneration(token))
            {
                return digits > 0 ? CountReading.Of(count) : CountReading.Invalid;
            }

            foreach (byte character in Tokenizer.BytesOf(token))
            {
                if (char.IsAsciiDigit((char)character))
                {
                    digits++;
                    count = Math.Min((count * 10) + character - '0', int.MaxValue / 100);
                }
                else if (digits > 0 || character != ' ')
                {
                    return digits > 0 ? CountReading.Of(count) : CountReading.Invalid;
                }
            }

            if (digits > 0 && count == 0)
            {
                return CountReading.Of(0);
            }
        }

        return digits > 0 ? CountReading.SoFar(count) : CountReading.Incomplete;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> MentionPrompt(int count, int mention) =>
        _mentionPrompts.GetOrAdd((count, mention), static (key, self) => self.Continuation(key.Count, key.Mention), this);

    private TokenId[] Continuation(int count, int mention)
    {
        TokenId[] before = Tokenizer.Tokenize(_wording.LabelTail);
        TokenId[] whole = Tokenizer.Tokenize(_wording.LabelTail + TextTemplateWording.Count(count) + _wording.MentionPrompt(mention));
        return whole.AsSpan().StartsWith(before)
            ? whole[before.Length..]
            : throw new ArgumentException(
                $"The model's vocabulary merges '{_wording.LabelTail.Trim()}' with a count that follows it; template {Name} needs them apart.",
                nameof(count));
    }
}
