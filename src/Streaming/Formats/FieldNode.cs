using System.Text;

namespace PaDeNer.Streaming.Formats;

/// <summary>A place in a document on the way to what we read of it: the whole value, a member, or an element.</summary>
/// <param name="part">The last part of its pointer; empty for the whole value.</param>
/// <param name="pointer">Its pointer.</param>
/// <param name="number">Its own among all places of a document, from 0.</param>
internal sealed class FieldNode(string part, string pointer, int number)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(part);
    private readonly int _index = JsonPointer.IndexOf(part);

    /// <summary>Its own among all places of a document, from 0.</summary>
    public int Number => number;

    /// <summary>Its pointer.</summary>
    public string Pointer => pointer;

    /// <summary>What faults call it.</summary>
    public string Name => pointer.Length == 0 ? "the value" : $"'{pointer}'";

    /// <summary>What is read there.</summary>
    public DocumentField Field { get; set; }

    /// <summary>The places inside it.</summary>
    public List<FieldNode> Children { get; } = [];

    /// <summary>Whether one of the places inside it may be an element of an array.</summary>
    public bool HasElements => Children.Exists(static child => child._index >= 0);

    /// <summary>The name it has as a member, as UTF-8.</summary>
    public ReadOnlySpan<byte> Member => _name;

    /// <summary>The place inside it that an element is; null where it is none of ours.</summary>
    public FieldNode? Element(int index)
    {
        foreach (FieldNode child in Children)
        {
            if (child._index == index)
            {
                return child;
            }
        }

        return null;
    }
}
