using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Training.Reformulation;

/// <summary>
/// A template in strings, from the very words and tags that decoding asks with, and without a vocabulary: examples are written before
/// there is a model.
/// </summary>
public sealed class ExampleWording
{
    private readonly TextTemplateWording? _words;
    private readonly LabelSet _labels;

    private ExampleWording(TextTemplateWording? words, LabelSet labels)
    {
        _words = words;
        _labels = labels;
    }

    /// <summary>What stands before the text.</summary>
    public string Head => _words?.Head ?? string.Empty;

    /// <summary>Highest count the template can say.</summary>
    public int MaxCount => _words is null ? CompactTemplate.DefaultMaxCount : TextTemplate.HighestCount;

    /// <summary>The labels to be trained, in the order of their tags.</summary>
    public LabelSet Labels => _labels;

    /// <summary>The templates that examples are worded by. Open labels are not among them: their trainer words its own examples.</summary>
    public static IReadOnlyList<string> TemplateNames { get; } =
        [CompactTemplate.TemplateName, .. TextTemplateWording.All.Select(static wording => wording.Name)];

    /// <summary>Finds a template.</summary>
    /// <param name="template">One of <see cref="TemplateNames"/>.</param>
    /// <param name="labels">The labels to be trained, in the order of their tags.</param>
    /// <exception cref="ArgumentException">There is no such template.</exception>
    public static ExampleWording Create(string template, LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (string.Equals(template, CompactTemplate.TemplateName, StringComparison.Ordinal))
        {
            return new ExampleWording(null, labels);
        }

        TextTemplateWording words = TextTemplateWording.All.FirstOrDefault(wording => string.Equals(wording.Name, template, StringComparison.Ordinal))
            ?? throw new ArgumentException($"There is no template '{template}'; there are {string.Join(", ", TemplateNames)}.", nameof(template));
        return new ExampleWording(words, labels);
    }

    /// <summary>What follows the text to ask for a label's count.</summary>
    /// <param name="label">Its place in <see cref="Labels"/>.</param>
    public string LabelPrompt(int label) => _words?.LabelPrompt(_labels[label].PromptName) ?? CompactTags.Label(label);

    /// <summary>The count as the model is to say it.</summary>
    public string Count(int count) => _words is null ? CompactTags.Count(count) : TextTemplateWording.Count(count);

    /// <summary>What follows the count to ask for a mention.</summary>
    /// <param name="mention">Its number, from 1.</param>
    public string MentionPrompt(int mention) => _words?.MentionPrompt(mention) ?? CompactTags.Mention(mention);

    /// <summary>
    /// Whether a text holds something that reads like one of the template's tags. In a tree that is plain text; in an example of one
    /// string a tool that knows the tags cannot tell.
    /// </summary>
    public bool LooksTagged(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _words is null
            && (text.Contains("<|label ", StringComparison.Ordinal) || text.Contains("<|count ", StringComparison.Ordinal) || text.Contains("<|mention ", StringComparison.Ordinal));
    }
}
