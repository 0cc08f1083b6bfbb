using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Decoding.Sequences;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Benchmarking.Workloads;

/// <summary>
/// Draws documents from an annotated dataset and turns their annotations into answers to force. What one system cannot do is left out
/// for all of them and counted. Pure.
/// </summary>
public sealed class WorkloadBuilder
{
    /// <summary>Tokens that a system's prompt may have beyond a label's: count, number, a spare few.</summary>
    private const int PromptTokens = 16;

    /// <summary>Tokens that our planner keeps free for a mention, however short.</summary>
    private const int MentionRoom = 64;

    private readonly ITokenizer _model;
    private readonly int _sequenceTokens;
    private readonly Func<ITokenizer, IReadOnlyList<string>, PromptTemplate> _createTemplate;

    /// <summary>A builder for one model.</summary>
    /// <param name="model">Its vocabulary.</param>
    /// <param name="sequenceTokens">Most tokens of a sequence.</param>
    /// <param name="createTemplate">Binds the model's template to a vocabulary and to labels, by what the model is shown for them.</param>
    public WorkloadBuilder(ITokenizer model, int sequenceTokens, Func<ITokenizer, IReadOnlyList<string>, PromptTemplate> createTemplate) =>
        (_model, _sequenceTokens, _createTemplate) = (model, sequenceTokens, createTemplate);

    /// <summary>Draws documents.</summary>
    /// <param name="set">Which of the paper's sets it is.</param>
    /// <param name="dataset">Its texts.</param>
    /// <param name="documents">How many documents, at most; 1 or more.</param>
    /// <param name="seed">The same seed draws the same documents.</param>
    /// <exception cref="ArgumentException">The vocabulary has fewer label tags than the set has labels.</exception>
    public Workload Build(PaperSet set, Dataset dataset, int documents, int seed)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(dataset);
        AnnotatedText[] drawn = [.. dataset.Texts];
        new Random(seed).Shuffle(drawn);
        ITokenizer tokenizer = CharacterVocabulary.IsNeeded(_model, drawn.Take(200).Select(static text => text.Text))
            ? new CharacterVocabulary(_model)
            : _model;
        Label[] labels = [.. dataset.Labels.Select(name => new Label(name, set.WordFor(name)))];
        PromptTemplate template = _createTemplate(tokenizer, [.. labels.Select(static label => label.PromptName)]);
        return Draw(set.Name, drawn, labels, template, documents);
    }

    private Workload Draw(string name, AnnotatedText[] drawn, Label[] labels, PromptTemplate template, int wanted)
    {
        List<ForcedDocument> documents = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        LabelSet all = new(labels);
        int read = 0, tooLong = 0, repeated = 0, mentions = 0, outOfReach = 0;
        foreach (AnnotatedText text in drawn)
        {
            if (documents.Count == wanted)
            {
                break;
            }

            read++;
            if (string.IsNullOrWhiteSpace(text.Text) || IsShortened(text.Text) || !seen.Add(text.Text))
            {
                repeated++;
                continue;
            }

            Document document = new(new DocumentId($"{name}-{text.Line}"), text.Text, all);
            if (AnswersOf(document, text, template) is not { } forced || !Fits(forced, template))
            {
                tooLong++;
                continue;
            }

            documents.Add(forced);
            mentions += text.Annotations.Count;
            outOfReach += text.Annotations.Count - forced.MentionCount;
        }

        return new Workload(name, template, documents, new WorkloadLosses(read, tooLong, repeated, mentions, outOfReach));
    }

    /// <summary>Whether ours reads less of a text than other systems do.</summary>
    private static bool IsShortened(string text) => ReadText.Of(text).Read.Length < text.Length;

    /// <summary>The answers; null where the text has no tokens of its own.</summary>
    private static ForcedDocument? AnswersOf(Document document, AnnotatedText text, PromptTemplate template)
    {
        DocumentPrompt prompt = template.Build(document.Text, [document.Labels[0]]);
        if (prompt.Text is not { Count: > 0 } tokens)
        {
            return null;
        }

        Dictionary<string, List<ForcedMention>> found = document.Labels.ToDictionary(static label => label.Name, static _ => new List<ForcedMention>(), StringComparer.Ordinal);
        foreach (Annotation annotation in text.Annotations.OrderBy(static annotation => annotation.Span.Start).ThenBy(static annotation => annotation.Span.End))
        {
            if (MentionTokens.Find(annotation.Span, tokens) is { Length: < MentionRoom } mention)
            {
                found[annotation.Label].Add(new ForcedMention(annotation.Text, mention) { Span = annotation.Span });
            }
        }

        TokenId[] own = [.. Enumerable.Range(0, tokens.Count).Select(i => tokens[i].Token)];
        return new ForcedDocument(document, own, [.. document.Labels.Select(label => new ForcedLabel(label, found[label.Name]))]);
    }

    private bool Fits(ForcedDocument document, PromptTemplate template)
    {
        DocumentPrompt prompt = template.Build(document.Document.Text, [.. document.Document.Labels]);
        int asked = prompt.Prefix.Length + prompt.Suffixes.Max(static suffix => suffix.Length) + PromptTokens;
        int answer = Math.Max(
            MentionRoom,
            Math.Max(template.Tokenizer.Tokenize(AnswerText.Augmented(document)).Length, template.Tokenizer.Tokenize(AnswerText.Structured(document)).Length));
        return asked + answer <= _sequenceTokens && document.Labels.All(label => label.Mentions.Count <= template.MaxCount);
    }
}
