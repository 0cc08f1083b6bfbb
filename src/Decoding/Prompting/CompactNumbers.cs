using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>The control tokens of the compact templates that stand for numbers: counts, each one token, and the numbers of mentions.</summary>
internal sealed class CompactNumbers
{
    private readonly TokenId[] _counts;
    private readonly TokenId[] _mentions;
    private readonly TokenId[][] _mentionPrompts;

    /// <summary>Finds them in a vocabulary.</summary>
    /// <exception cref="ArgumentException">The vocabulary lacks one.</exception>
    public CompactNumbers(ITokenizer tokenizer, string template, int maxCount)
    {
        _counts = [.. Enumerable.Range(0, maxCount + 1).Select(count => Find(tokenizer, template, CompactTags.Count(count)))];
        _mentions = [.. Enumerable.Range(1, maxCount).Select(mention => Find(tokenizer, template, CompactTags.Mention(mention)))];
        _mentionPrompts = [.. from count in Enumerable.Range(1, maxCount)
                              from mention in Enumerable.Range(1, maxCount)
                              select new[] { _counts[count], _mentions[mention - 1] }];
    }

    public int MaxCount => _mentions.Length;

    /// <summary>The count of each number from 0 on.</summary>
    public ReadOnlySpan<TokenId> Counts => _counts;

    /// <summary>A control token by its spelling.</summary>
    /// <exception cref="ArgumentException">The vocabulary lacks it.</exception>
    public static TokenId Find(ITokenizer tokenizer, string template, string name) => tokenizer.FindControlToken(name)
        ?? throw new ArgumentException($"The model's vocabulary has no control token '{name}', which template {template} needs.", nameof(name));

    public CountReading ReadCount(ReadOnlySpan<TokenId> decoded)
    {
        int count = decoded.IsEmpty ? -1 : _counts.AsSpan().IndexOf(decoded[0]);
        return decoded.IsEmpty ? CountReading.Incomplete : count < 0 ? CountReading.Invalid : CountReading.Of(count);
    }

    public ReadOnlySpan<TokenId> MentionPrompt(int count, int mention) => _mentionPrompts[((count - 1) * _mentions.Length) + mention - 1];
}
