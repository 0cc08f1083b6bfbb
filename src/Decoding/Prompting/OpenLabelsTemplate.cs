using System.Globalization;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Sequences;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// <c>compact-v2</c>: as <see cref="CompactTemplate"/>, but a label is asked by its words, between two control tokens, so that any label
/// may be asked for. docs/design/template-compact-v2.md is the page of it.
/// </summary>
public sealed class OpenLabelsTemplate : PromptTemplate
{
    /// <summary>The template's name.</summary>
    public const string TemplateName = "compact-v2";

    /// <summary>Most tokens of a label of a model whose file does not say.</summary>
    public const int DefaultMaxLabelTokens = 32;

    /// <summary>
    /// Most UTF-16 code units that a label's name or words may have: more than 32 tokens of words ever need, and so few that looking is
    /// cheap whatever somebody sends.
    /// </summary>
    public const int MaxLabelLength = 256;

    private readonly Dictionary<string, string> _defaultWords = new(StringComparer.Ordinal);
    private readonly CompactNumbers _numbers;
    private readonly TokenId _begin;
    private readonly LabelTokens _labels;
    private readonly int _maxLabelTokens;

    /// <summary>Binds the template to a vocabulary.</summary>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="profile">What the model file says: the words of its default labels, and its limits.</param>
    /// <exception cref="ArgumentException">The file has no open labels, or the vocabulary lacks a control token or does not begin and end with the right ones.</exception>
    public OpenLabelsTemplate(ITokenizer tokenizer, ModelProfile profile)
        : base(TemplateName, tokenizer)
    {
        if (!profile.LabelsAreOpen)
        {
            throw new ArgumentException($"Template {TemplateName} is for models with open labels: the file's padener.labels must be the string 'open'.", nameof(profile));
        }

        for (int i = 0; i < profile.LabelWords.Count; i++)
        {
            _defaultWords[profile.Labels[i]] = profile.LabelWords[i];
        }

        _begin = Edge(CompactTags.BeginOfText, tokenizer.BeginOfText, "bos_token_id, with add_bos_token true");
        _ = Edge(CompactTags.EndOfMention, tokenizer.EndOfText, "eos_token_id");
        _numbers = new CompactNumbers(tokenizer, TemplateName, profile.MaxCount ?? CompactTemplate.DefaultMaxCount);
        _maxLabelTokens = profile.MaxLabelTokens ?? DefaultMaxLabelTokens;
        _labels = new LabelTokens(tokenizer, Find(CompactTags.LabelWords), Find(CompactTags.EndOfWords));
    }

    /// <inheritdoc/>
    public override int MaxCount => _numbers.MaxCount;

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> CountCandidates => _numbers.Counts;

    /// <inheritdoc/>
    public override TokenEdges Edges => TokenEdges.Separate;

    /// <inheritdoc/>
    public override bool LabelsAreOpen => true;

    /// <inheritdoc/>
    public override bool Knows(Label label) => true;

    /// <summary>
    /// The words of a label, with one blank between words and none at the ends: those that its label file gives it, else those the model
    /// file gives to a default label, else its name. A name without white space is a machine's, and its underscores are blanks:
    /// <c>release_date</c> is asked as <c>release date</c>. Case stays as it is, and so do <c>releaseDate</c> and <c>e-mail</c>, which may
    /// be words.
    /// </summary>
    public override string WordsOf(Label label)
    {
        ArgumentNullException.ThrowIfNull(label);
        string words = label.PromptName != label.Name ? label.PromptName
            : _defaultWords.TryGetValue(label.Name, out string? known) ? known
            : label.Name.Any(char.IsWhiteSpace) ? label.Name
            : label.Name.Replace('_', ' ');
        return string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <inheritdoc/>
    public override string? Problem(Label label)
    {
        ArgumentNullException.ThrowIfNull(label);
        int length = Math.Max(label.Name.Length, label.PromptName.Length);
        if (length > MaxLabelLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {length} characters; the limit is {MaxLabelLength}");
        }

        string words = WordsOf(label);
        if (words.Length == 0)
        {
            return "has no words";
        }

        int tokens = _labels.CountOf(words);
        return tokens <= _maxLabelTokens
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has {tokens} tokens; the model takes {_maxLabelTokens}");
    }

    /// <inheritdoc/>
    public override DocumentPrompt Build(string text, IReadOnlyList<Label> labels)
    {
        TokenId[] tokens = Tokenizer.Tokenize(text);
        TokenId[][] suffixes = [.. labels.Select(label => Problem(label) is { } problem
            ? throw new ArgumentException($"Label '{label.Name}' {problem}.", nameof(labels))
            : _labels.SuffixOf(WordsOf(label)))];
        int skipped = Tokenizer.AddsLeadingSpace ? 1 : 0;
        return new DocumentPrompt([_begin, .. tokens], suffixes, TextTokens.Align(text, tokens, Tokenizer, skipped, Edges));
    }

    /// <inheritdoc/>
    public override CountReading ReadCount(ReadOnlySpan<TokenId> decoded) => _numbers.ReadCount(decoded);

    /// <inheritdoc/>
    public override ReadOnlySpan<TokenId> MentionPrompt(int count, int mention) => _numbers.MentionPrompt(count, mention);

    private TokenId Find(string name) => CompactNumbers.Find(Tokenizer, TemplateName, name);

    private TokenId Edge(string name, TokenId? used, string key)
    {
        TokenId wanted = Find(name);
        return used == wanted ? wanted : throw new ArgumentException(
            $"Template {TemplateName} needs '{name}' to be the file's tokenizer.ggml.{key}; it is another token there, or none.", nameof(name));
    }
}
