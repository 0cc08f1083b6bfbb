using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Decoding.Verbatim;

namespace PaDeNer.Decoding.Planning;

/// <summary>
/// The sequences of one window of a document for one group of labels: a count sequence per label, and the mention sequences that the
/// counts bring forth.
/// </summary>
public sealed class WindowPlan
{
    private readonly PromptTemplate _template;
    private readonly DecodingSettings _settings;
    private readonly LabelPlan[] _labels;

    internal WindowPlan(DocumentWindow window, IReadOnlyList<Label> labels, DocumentPrompt prompt, PromptTemplate template, DecodingSettings settings)
    {
        Window = window;
        Labels = labels;
        Prompt = prompt;
        _template = template;
        _settings = settings;
        Counts = [.. prompt.Suffixes.Select((suffix, label) => new CountSequence(label, prompt.Prefix.Length, suffix, template, settings.Limits))];
        _labels = [.. Counts.Select(count => new LabelPlan(count, NewMention))];
    }

    /// <summary>The piece of the document.</summary>
    public DocumentWindow Window { get; }

    /// <summary>The labels asked of it.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary>Its prompts.</summary>
    public DocumentPrompt Prompt { get; }

    /// <summary>One count sequence per label; all of them can run from the start.</summary>
    public IReadOnlyList<CountSequence> Counts { get; }

    /// <summary>Tells how far mentions are fed ahead, within the limits; null for as far as these allow.</summary>
    internal DraftAdvisor? Drafts { get; set; }

    /// <summary>Whether every sequence has ended and no more can come.</summary>
    public bool IsComplete => Array.TrueForAll(_labels, static label => label.IsComplete);

    /// <summary>KV cells that one of its mention sequences may need beyond its label's prompt.</summary>
    public int MentionCells => _template.MentionPrompt(1, 1).Length + 4 + _settings.Limits.MaxMentionTokens;

    /// <summary>KV cells that its prefix and count sequences may need together.</summary>
    public int CountCells => Prompt.Prefix.Length + Prompt.Suffixes.Sum(suffix => suffix.Length + _settings.Limits.MaxCountTokens);

    /// <summary>The same window with nothing decoded yet.</summary>
    public WindowPlan Anew() => new(Window, Labels, Prompt, _template, _settings);

    /// <summary>The mention sequences of a label, in order; empty until its count is known or foreseen.</summary>
    public IReadOnlyList<MentionSequence> MentionsOf(int label) => _labels[label].Mentions;

    /// <summary>Tokens evaluated for mentions of a label that were dropped because its count was another.</summary>
    public int TokensDropped(int label) => _labels[label].TokensDropped;

    /// <summary>
    /// Notes what a sequence has become by the choices it took. A count brings forth its label's mentions, which can then run: once it has
    /// ended, or as soon as it may have where the first of them can ask for what follows it. Those that have nothing to decode are finished
    /// already and need not be noted.
    /// </summary>
    public LabelChange Note(PlannedSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return _labels[sequence.Label].Note(sequence);
    }

    private MentionSequence NewMention(CountSequence count, int mentions, int order)
    {
        ReadOnlySpan<TokenId> prompt = _template.MentionPrompt(mentions, order);
        if (_settings.Mode == DecodingMode.Free || Prompt.Text is null)
        {
            return new FreeMentionSequence(count, order, prompt, _template, _settings.Limits.MaxMentionTokens);
        }

        ChoiceScope scope = _settings.ProbabilityOverCandidates ? ChoiceScope.Candidates : ChoiceScope.CandidatesOverVocabulary;
        return new VerbatimMentionSequence(count, order, prompt, Prompt.Text, _template.EndOfMention, scope, _settings.Limits, Drafts);
    }
}
