using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Reformulation;

/// <summary>
/// A text as a tree: the text once, a branch per label that its source annotates, a branch of that per mention. Every path from the
/// root to a leaf, its strings concatenated, is one training example.
/// </summary>
/// <param name="Head">What stands before the text; empty for templates without words.</param>
/// <param name="Text">The text.</param>
/// <param name="Branches">In label order.</param>
public sealed record ReformulatedText(string Head, string Text, IReadOnlyList<LabelBranch> Branches)
{
    /// <summary>
    /// The examples of the tree, as in the paper's section 3.1: one per mention, and one for each label without any. The completion
    /// begins with the count, so that a loss over completions covers count, mention tag and mention. The token that ends a text is not
    /// written: it is the vocabulary's, and whatever trains adds it.
    /// </summary>
    public IEnumerable<TrainingExample> Examples()
    {
        foreach (LabelBranch label in Branches)
        {
            string prompt = Head + Text + label.Prompt;
            if (label.Mentions.Count == 0)
            {
                yield return new TrainingExample(prompt, label.Count);
            }

            foreach (MentionBranch mention in label.Mentions)
            {
                yield return new TrainingExample(prompt, label.Count + mention.Prompt + mention.Mention.Text);
            }
        }
    }
}

/// <summary>One label of a text: what asks for its count, the count, and its mentions.</summary>
/// <param name="Label">The label's wire name.</param>
/// <param name="Prompt">Follows the text; the answer is <paramref name="Count"/>.</param>
/// <param name="Count">The count as the model is to say it.</param>
/// <param name="Mentions">In the order of the data; empty for a count of 0.</param>
public sealed record LabelBranch(string Label, string Prompt, string Count, IReadOnlyList<MentionBranch> Mentions);

/// <summary>One mention of a label: what asks for it, and the mention.</summary>
/// <param name="Prompt">Follows the count: the mention's tag.</param>
/// <param name="Mention">The mention that is the answer.</param>
public sealed record MentionBranch(string Prompt, Annotation Mention);

/// <summary>One example for any fine-tuning tool.</summary>
/// <param name="Prompt">Carries no loss.</param>
/// <param name="Completion">Carries the loss; the end-of-text token follows it.</param>
public sealed record TrainingExample(string Prompt, string Completion);
