using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Reformulation;

/// <summary>Turns annotated texts into what the model is trained on: a count for each label, then its mentions in the order of the data.</summary>
/// <param name="wording">The template.</param>
public sealed class Reformulator(ExampleWording wording)
{
    /// <summary>Labels of one text whose mentions were more than the template can count; the first ones are kept, and the count says so.</summary>
    public int CountsCut { get; private set; }

    /// <summary>Texts that hold something like a tag of the template.</summary>
    public int TextsWithTags { get; private set; }

    /// <summary>Reformulates a text. A label that its source does not annotate is never asked: nothing is known of it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="annotated">The labels that its source annotates.</param>
    public ReformulatedText Reformulate(AnnotatedText text, IReadOnlyList<string> annotated)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<LabelBranch> branches = [];
        for (int label = 0; label < wording.Labels.Count; label++)
        {
            if (annotated.Contains(wording.Labels[label].Name))
            {
                branches.Add(Branch(text, label));
            }
        }

        TextsWithTags += wording.LooksTagged(text.Text) ? 1 : 0;
        return new ReformulatedText(wording.Head, text.Text, branches);
    }

    private LabelBranch Branch(AnnotatedText text, int label)
    {
        string name = wording.Labels[label].Name;
        List<MentionBranch> mentions = [];
        foreach (Annotation annotation in text.Annotations)
        {
            if (annotation.Label != name)
            {
                continue;
            }

            if (mentions.Count == wording.MaxCount)
            {
                CountsCut++;
                break;
            }

            mentions.Add(new MentionBranch(wording.MentionPrompt(mentions.Count + 1), annotation));
        }

        return new LabelBranch(name, wording.LabelPrompt(label), wording.Count(mentions.Count), mentions);
    }
}
