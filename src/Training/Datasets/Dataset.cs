namespace PaDeNer.Training.Datasets;

/// <summary>An annotated file.</summary>
public sealed class Dataset
{
    /// <summary>Collects the labels of all texts.</summary>
    /// <param name="texts">In the order of the file.</param>
    public Dataset(IReadOnlyList<AnnotatedText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Texts = texts;
        SortedSet<string> labels = new(StringComparer.Ordinal);
        foreach (AnnotatedText text in texts)
        {
            labels.UnionWith(text.Labels ?? []);
            labels.UnionWith(text.Annotations.Select(static annotation => annotation.Label));
        }

        Labels = [.. labels];
    }

    /// <summary>The texts, in the order of the file.</summary>
    public IReadOnlyList<AnnotatedText> Texts { get; }

    /// <summary>What was changed or is odd in its annotations.</summary>
    public DatasetNotes Notes { get; init; }

    /// <summary>Every label that some text has or says it annotates, in ordinal order, so that the splits of a corpus agree on it.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The labels that a text may be asked for: those its source annotates.</summary>
    public IReadOnlyList<string> LabelsOf(AnnotatedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Labels ?? Labels;
    }
}
