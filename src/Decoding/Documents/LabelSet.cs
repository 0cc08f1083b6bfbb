using System.Collections;

namespace PaDeNer.Decoding.Documents;

/// <summary>The labels asked of a document: ordered, unique by name, never empty.</summary>
public sealed class LabelSet : IReadOnlyList<Label>
{
    private readonly Label[] _labels;

    /// <summary>Takes the labels in the order given.</summary>
    /// <exception cref="ArgumentException">No label at all, a nameless one, or a name twice.</exception>
    public LabelSet(IEnumerable<Label> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _labels = [.. labels];
        if (_labels.Length == 0)
        {
            throw new ArgumentException("A label set needs at least one label.", nameof(labels));
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Label label in _labels)
        {
            if (string.IsNullOrWhiteSpace(label.Name))
            {
                throw new ArgumentException("A label needs a name.", nameof(labels));
            }

            if (!names.Add(label.Name))
            {
                throw new ArgumentException($"Label '{label.Name}' is given twice.", nameof(labels));
            }
        }
    }

    /// <summary>A set of labels whose prompt names are their wire names.</summary>
    /// <exception cref="ArgumentException">As for the other constructor.</exception>
    public LabelSet(params string[] names)
        : this(names.Select(static name => new Label(name)))
    {
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public Label this[int index] => _labels[index];

    /// <summary>Looks a label up by its wire name; null where the set lacks it.</summary>
    public Label? Find(string name) => Array.Find(_labels, label => string.Equals(label.Name, name, StringComparison.Ordinal));

    /// <inheritdoc/>
    public IEnumerator<Label> GetEnumerator() => ((IEnumerable<Label>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _labels.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _labels.Select(static label => label.Name));
}
