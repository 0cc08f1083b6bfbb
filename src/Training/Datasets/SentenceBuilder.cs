using System.Text;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Datasets;

/// <summary>
/// Tokens and tags to a text with annotations. One rule reads all three schemes: B and S begin an entity, I and E go on with one of the
/// same label or begin it, E and S end it, O lies outside.
/// </summary>
internal sealed class SentenceBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Label, int Start, int End)> _entities = [];
    private bool _isOpen;
    private int _line;

    /// <summary>Adds a token.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="token">The token.</param>
    /// <param name="position">O, B, I, E or S.</param>
    /// <param name="label">The label; empty for O.</param>
    public void Add(int line, string token, char position, string label)
    {
        if (_text.Length == 0)
        {
            _line = line;
        }
        else
        {
            _text.Append(' ');
        }

        int start = _text.Length;
        _text.Append(token);
        bool continues = _isOpen && (position is 'I' or 'E') && _entities[^1].Label == label;
        if (continues)
        {
            _entities[^1] = (label, _entities[^1].Start, _text.Length);
        }
        else if (position != 'O')
        {
            _entities.Add((label, start, _text.Length));
        }

        _isOpen = position is 'B' or 'I';
    }

    /// <summary>The sentence so far, and starts the next one; null where there is none.</summary>
    public AnnotatedText? TakeText()
    {
        if (_text.Length == 0)
        {
            return null;
        }

        string text = _text.ToString();
        List<Annotation> annotations = [.. _entities.Select(entity =>
            new Annotation(entity.Label, new TextSpan(entity.Start, entity.End), text[entity.Start..entity.End]))];
        _text.Clear();
        _entities.Clear();
        _isOpen = false;
        return new AnnotatedText(_line, text, annotations, null);
    }
}
