using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// <c>compact-v1</c>, the template of our own models: the text, then one control token for the label, whose answer is one control token
/// for the count; a mention is asked for with that count and one control token for its number. The i-th label the model was trained
/// for is <c>&lt;|label i|&gt;</c>, so a model can be tuned to other labels without touching its vocabulary.
/// </summary>
public sealed class CompactTemplate : PromptTemplate
{
    /// <summary>The template's name.</summary>
    public const string TemplateName = "compact-v1";

    /// <summary>Highest count of a model whose file does not say.</summary>
    public const int DefaultMaxCount = 31;

    private readonly Dictionary<string, TokenId> _labels = new(StringComparer.Ordinal);
    private readonly CompactNumbers _numbers;

    /// <summary>Binds the template to a vocabulary.</summary>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="labels">The labels the model was trained for, in the order of their tags.</param>
    /// <param name="maxCount">Highest count the model was trained for.</param>
    /// <exception cref="ArgumentException">The vocabulary lacks one of the control tokens.</exception>
    public CompactTemplate(ITokenizer tokenizer, IReadOnlyList<string> labels, int maxCount)
        : base(TemplateName, tokenizer)
    {
        ArgumentNullException.ThrowIfNull(labels);
        for (int i = 0; i < labels.Count; i++)
        {
            _labels[labels[i]] = CompactNumbers.Find(tokenizer, TemplateName, CompactTags.Label(i));
        }

        _numbers = new CompactNumbers(tokenizer, TemplateName, maxCount);
    }

    /// <inheritdoc/>
    public override int MaxCount => _numbers.MaxCount;

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> CountCandidates => _numbers.Counts;

    /// <inheritdoc/>
    public override bool Knows(Label label) => _labels.ContainsKey(label.PromptName);

    /// <inheritdoc/>
    public override DocumentPrompt Build(string text, IReadOnlyList<Label> labels)
    {
        TokenId[] tokens = Tokenizer.Tokenize(text);
        TokenId[] prefix = Tokenizer.BeginOfText is { } begin ? [begin, .. tokens] : tokens;
        TokenId[][] suffixes = [.. labels.Select(label => new[] { TagOf(label) })];
        return new DocumentPrompt(prefix, suffixes, TextTokens.Align(text, tokens, Tokenizer, Tokenizer.AddsLeadingSpace ? 1 : 0));
    }

    /// <inheritdoc/>
    public override CountReading ReadCount(ReadOnlySpan<TokenId> decoded) => _numbers.ReadCount(decoded);

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> MentionPrompt(int count, int mention) => _numbers.MentionPrompt(count, mention);

    private TokenId TagOf(Label label) => _labels.TryGetValue(label.PromptName, out TokenId tag)
        ? tag
        : throw new ArgumentException($"The model was not trained for label '{label.PromptName}'; it knows {string.Join(", ", _labels.Keys)}.", nameof(label));
}
