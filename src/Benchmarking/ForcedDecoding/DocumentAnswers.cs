using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Benchmarking.ForcedDecoding;

/// <summary>Every prompt of a document with its reference answer: what every system decodes.</summary>
/// <param name="Labels">In label order.</param>
internal sealed record DocumentAnswers(IReadOnlyList<LabelAnswers> Labels)
{
    /// <summary>Builds the prompts with the template, as decoding does, and lays the answers beside them.</summary>
    /// <exception cref="ArgumentException">More mentions of a label than the template can announce.</exception>
    public static DocumentAnswers Of(ForcedDocument document, PromptTemplate template)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(template);
        DocumentPrompt prompt = template.Build(document.Document.Text, [.. document.Labels.Select(static label => label.Label)]);
        return new DocumentAnswers([.. document.Labels.Select((label, i) => Of(label, [.. prompt.Prefix, .. prompt.Suffixes[i]], template))]);
    }

    private static LabelAnswers Of(ForcedLabel label, TokenId[] prompt, PromptTemplate template)
    {
        int count = label.Mentions.Count;
        MentionAnswer[] mentions = [.. label.Mentions.Select((mention, i) => new MentionAnswer(
            template.MentionPrompt(count, i + 1).ToArray(), [.. mention.Tokens, template.EndOfMention]))];
        return new LabelAnswers(prompt, CountTokens(count, template), mentions);
    }

    private static TokenId[] CountTokens(int count, PromptTemplate template)
    {
        if (count > template.MaxCount)
        {
            throw new ArgumentException($"Template {template.Name} announces at most {template.MaxCount} mentions, asked for are {count}.", nameof(count));
        }

        foreach (TokenId candidate in template.CountCandidates)
        {
            if (template.ReadCount([candidate]).Count == count)
            {
                return [candidate];
            }
        }

        // A template in words: what stands before the mention's tag, up to where the count is known to have ended.
        ReadOnlySpan<TokenId> spoken = template.MentionPrompt(count, 1);
        int length = 1;
        while (length < spoken.Length && !template.ReadCount(spoken[..length]).IsComplete)
        {
            length++;
        }

        return spoken[..length].ToArray();
    }
}

/// <summary>A label's prompts with their reference answers.</summary>
/// <param name="Prompt">The label's whole prompt: prefix and the label's own tokens.</param>
/// <param name="Count">The tokens of its count.</param>
/// <param name="Mentions">Its mentions, in order.</param>
internal sealed record LabelAnswers(TokenId[] Prompt, TokenId[] Count, IReadOnlyList<MentionAnswer> Mentions);

/// <summary>A mention's prompt with its reference answer.</summary>
/// <param name="Prompt">What follows the label's prompt: the count and the mention's number.</param>
/// <param name="Answer">The mention's tokens and the end.</param>
internal sealed record MentionAnswer(TokenId[] Prompt, TokenId[] Answer);
