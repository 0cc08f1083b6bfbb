using System.Globalization;
using System.Text;
using System.Text.Json;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>One pass over one value: goes into what one of our places may be in, skips the rest.</summary>
internal ref struct DocumentJsonWalk
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly DocumentFields _fields;
    private readonly InputLimits _limits;
    private readonly Span<bool> _seen;
    private Utf8JsonReader _reader;
    private string? _id;
    private string? _text;
    private string? _metadata;
    private List<string>? _labels;

    /// <summary>Begins.</summary>
    /// <param name="json">The value.</param>
    /// <param name="fields">Our places.</param>
    /// <param name="limits">What it may have.</param>
    /// <param name="seen">One for each place, all false.</param>
    public DocumentJsonWalk(ReadOnlySpan<byte> json, DocumentFields fields, InputLimits limits, Span<bool> seen)
    {
        _json = json;
        _fields = fields;
        _limits = limits;
        _seen = seen;

        // One level more than is allowed: our own limit is met first, and has a name.
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.JsonDepth + 1 });
    }

    /// <summary>Bytes that were read.</summary>
    public readonly long BytesConsumed => _reader.BytesConsumed;

    /// <summary>Reads the value to its end.</summary>
    public DocumentRecord Read()
    {
        FieldNode root = _fields.Root;
        _reader.Read();
        if (root.Field == DocumentField.None && _reader.TokenType != JsonTokenType.StartObject
            && !(_reader.TokenType == JsonTokenType.StartArray && root.HasElements))
        {
            throw new MalformedRecordException(root.HasElements ? "neither a JSON object nor an array" : "not a JSON object");
        }

        Value(root);

        // Anything but white space after the value is an error that this call throws.
        _reader.Read();
        return _text is null
            ? throw new MalformedRecordException(WhyNoText(), DocumentFault.NoText)
            : new DocumentRecord(_id, _text, _labels ?? [], _metadata);
    }

    private readonly string WhyNoText()
    {
        IReadOnlyList<FieldNode> way = _fields.WayToText;
        if (way.Count == 0)
        {
            return "there is no text: the value is null";
        }

        for (int index = 0; index < way.Count - 1; index++)
        {
            if (!_seen[way[index].Number])
            {
                return $"there is no text at '{way[^1].Pointer}': there is no '{way[index].Pointer}'";
            }
        }

        return $"there is no text at '{way[^1].Pointer}'";
    }

    private void Value(FieldNode node)
    {
        switch (node.Field)
        {
            case DocumentField.Id:
                _id = Id(node);
                break;
            case DocumentField.Text:
                _text = String(node.Name);
                break;
            case DocumentField.Labels:
                Labels(node);
                break;
            case DocumentField.Metadata when _reader.TokenType != JsonTokenType.Null:
                int start = (int)_reader.TokenStartIndex;
                Inside(node);
                _metadata = CompactJson.Of(_json[start..(int)_reader.BytesConsumed]);
                break;
            default:
                Inside(node);
                break;
        }
    }

    private void Inside(FieldNode node)
    {
        if (_reader.TokenType == JsonTokenType.StartObject && node.Children.Count > 0)
        {
            CheckDepth();
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                FieldNode? child = Member(node);
                _reader.Read();
                Enter(child);
            }
        }
        else if (_reader.TokenType == JsonTokenType.StartArray && node.HasElements)
        {
            CheckDepth();
            for (int index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Enter(node.Element(index));
            }
        }
        else
        {
            Skip();
        }
    }

    private void Enter(FieldNode? node)
    {
        if (node is null)
        {
            Skip();
            return;
        }

        if (_seen[node.Number])
        {
            throw new MalformedRecordException($"{node.Name} is given twice");
        }

        _seen[node.Number] = true;
        Value(node);
    }

    private readonly FieldNode? Member(FieldNode node)
    {
        foreach (FieldNode child in node.Children)
        {
            if (_reader.ValueTextEquals(child.Member))
            {
                return child;
            }
        }

        return null;
    }

    private void Skip()
    {
        CheckDepth();
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        int depth = _reader.CurrentDepth;
        while (_reader.Read() && _reader.CurrentDepth > depth)
        {
            CheckDepth();
        }
    }

    private readonly void CheckDepth()
    {
        if (_reader.CurrentDepth >= _limits.JsonDepth && _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw new MalformedRecordException(
                string.Create(CultureInfo.InvariantCulture, $"nested deeper than {_limits.JsonDepth} at byte {_reader.TokenStartIndex + 1} (Ingress:MaxJsonDepth)"),
                DocumentFault.TooDeep);
        }
    }

    private readonly string? Id(FieldNode node) => _reader.TokenType switch
    {
        JsonTokenType.String => _reader.GetString(),
        // A number stays as it is written: 007 is no JSON, 1e3 stays 1e3, and no digit of a long one is lost.
        JsonTokenType.Number => Encoding.UTF8.GetString(_reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new MalformedRecordException($"{node.Name} is neither a string nor a number"),
    };

    private readonly string? String(string name) => _reader.TokenType switch
    {
        JsonTokenType.String => _reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new MalformedRecordException($"{name} is not a string"),
    };

    private void Labels(FieldNode node)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            throw new MalformedRecordException($"{node.Name} is not an array");
        }

        _labels = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            string? name = _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
            if (name is null)
            {
                throw new MalformedRecordException(string.Create(CultureInfo.InvariantCulture, $"'{node.Pointer}/{index}' is not a string"));
            }

            if (name.Length > _limits.LabelLength)
            {
                LabelProblem problem = LabelProblem.TooLong(name, _limits.LabelLength, "Ingress:MaxLabelLength");
                throw new MalformedRecordException(problem.Detail, problem.Fault);
            }

            if (names.Add(name))
            {
                _labels.Add(name);
            }
        }

        if (_labels.Count > _limits.Labels)
        {
            LabelProblem problem = LabelProblem.TooMany(_labels.Count, _limits.Labels, "Ingress:MaxLabels");
            throw new MalformedRecordException(problem.Detail, problem.Fault);
        }
    }
}
