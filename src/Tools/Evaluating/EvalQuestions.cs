using System.Globalization;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Evaluating;

/// <summary>Pairs texts with the labels asked of them.</summary>
/// <param name="Texts">The texts, in the order of the file.</param>
/// <param name="Labels">Every label that some text is asked for: those of the configuration first, in their order.</param>
/// <param name="Unknown">Labels of the data that the model cannot be asked for.</param>
/// <param name="Skipped">Texts that have nothing to be asked for, or are blank.</param>
internal sealed record EvalQuestions(IReadOnlyList<EvalText> Texts, IReadOnlyList<string> Labels, IReadOnlyList<string> Unknown, int Skipped)
{
    /// <summary>Pairs the labels that a source annotates with those the model knows. A label is asked only where both agree.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="catalog">The labels of model and configuration.</param>
    /// <param name="limit">Texts to look at; null for all.</param>
    public static EvalQuestions Of(Dataset dataset, LabelCatalog catalog, int? limit)
    {
        Dictionary<string, Label> known = new(StringComparer.Ordinal);
        foreach (string name in catalog.Default.Select(static label => label.Name).Concat(dataset.Labels))
        {
            if (catalog.TryResolve([name], out LabelSet? found, out _))
            {
                known.TryAdd(name, found[0]);
            }
        }

        List<EvalText> texts = [];
        int skipped = 0;
        foreach (AnnotatedText text in dataset.Texts.Take(limit ?? int.MaxValue))
        {
            IReadOnlyList<string> annotated = dataset.LabelsOf(text);
            Label[] asked = [.. known.Values.Where(label => annotated.Contains(label.Name))];
            if (asked.Length == 0 || string.IsNullOrWhiteSpace(text.Text))
            {
                skipped++;
                continue;
            }

            DocumentId id = new(text.Line.ToString(CultureInfo.InvariantCulture));
            texts.Add(new EvalText(new Document(id, text.Text, new LabelSet(asked)), text));
        }

        HashSet<string> used = [.. texts.SelectMany(static text => text.Document.Labels).Select(static label => label.Name)];
        return new EvalQuestions(texts, [.. known.Keys.Where(used.Contains)], [.. dataset.Labels.Where(label => !known.ContainsKey(label))], skipped);
    }
}

/// <summary>A text to be decoded and scored.</summary>
/// <param name="Document">What the model is asked: the labels that the source annotates and the model knows.</param>
/// <param name="Annotated">What is right.</param>
internal sealed record EvalText(Document Document, AnnotatedText Annotated);
