namespace PaDeNer.Streaming.Formats;

/// <summary>Where in a JSON value a document's parts stand, as a tree of places. Never changes; safe from any thread.</summary>
public sealed class DocumentFields
{
    /// <summary>Where metadata always stands.</summary>
    private const string Metadata = "/metadata";

    private readonly List<FieldNode> _wayToText = [];

    private DocumentFields(string text, string id, string labels)
    {
        Root = new FieldNode(string.Empty, string.Empty, 0);
        Add(Metadata, DocumentField.Metadata);
        if (id.Length > 0)
        {
            Add(id, DocumentField.Id);
        }

        if (labels.Length > 0)
        {
            Add(labels, DocumentField.Labels);
        }

        Add(text, DocumentField.Text);
    }

    /// <summary><c>/text</c>, <c>/id</c> and <c>/labels</c>.</summary>
    public static DocumentFields Usual { get; } = new("/text", "/id", "/labels");

    /// <summary>The whole value.</summary>
    internal FieldNode Root { get; }

    /// <summary>How many places there are.</summary>
    internal int Places { get; private set; } = 1;

    /// <summary>The text's place and those it lies in, the whole value left out, outermost first.</summary>
    internal IReadOnlyList<FieldNode> WayToText => _wayToText;

    /// <summary>Fields at JSON pointers (RFC 6901).</summary>
    /// <param name="text">Where the text stands; empty where the whole value is a string, the text.</param>
    /// <param name="id">Where the id stands; empty for none.</param>
    /// <param name="labels">Where the labels asked for stand; empty for none.</param>
    /// <exception cref="FormatException">One of them is no pointer.</exception>
    /// <exception cref="ArgumentException">One of them lies in another.</exception>
    public static DocumentFields At(string text, string id, string labels) => Problems(text, id, labels) switch
    {
        [] => new DocumentFields(text, id, labels),
        [var first, ..] => throw new ArgumentException(first),
    };

    /// <summary>What is wrong with pointers, as errors of their settings.</summary>
    internal static IReadOnlyList<string> Problems(string text, string id, string labels)
    {
        (string Setting, string Pointer)[] all = [("Ingress:Text", text), ("Ingress:Id", id), ("Ingress:Labels", labels)];
        List<string> errors = [.. from one in all
            let problem = JsonPointer.Problem(one.Pointer)
            where problem is not null
            select $"{one.Setting} is '{one.Pointer}': {problem.Value.Reason}. {problem.Value.Fix}"];
        if (errors.Count > 0)
        {
            return errors;
        }

        foreach ((string setting, string pointer) in all)
        {
            foreach ((string other, string inside) in all)
            {
                if (CannotBoth(setting, pointer, other, inside))
                {
                    errors.Add($"{other} is '{inside}', which is {(pointer == inside ? "also" : "inside")} {setting} ('{pointer}'). Give each a place of its own, or leave Ingress:Id or Ingress:Labels empty for none.");
                }
            }
        }

        return errors;
    }

    // An empty one names the whole value for the text, and nothing for the others. Of two that are the same the later one is the error.
    private static bool CannotBoth(string setting, string pointer, string other, string inside) =>
        setting != other && inside.Length > 0 && (pointer.Length > 0 || setting == "Ingress:Text")
        && JsonPointer.Parse(pointer).Holds(JsonPointer.Parse(inside))
        && (pointer != inside || string.CompareOrdinal(setting, other) > 0);

    private void Add(string text, DocumentField field)
    {
        FieldNode node = Root;
        string pointer = string.Empty;
        string[] written = text.Split('/');
        JsonPointer parsed = JsonPointer.Parse(text);
        for (int index = 0; index < parsed.Parts.Count; index++)
        {
            pointer += "/" + written[index + 1];
            FieldNode? child = node.Children.Find(one => one.Pointer == pointer);
            if (child is null)
            {
                child = new FieldNode(parsed.Parts[index], pointer, Places++);
                node.Children.Add(child);
            }

            node = child;
            if (field == DocumentField.Text)
            {
                _wayToText.Add(node);
            }
        }

        node.Field = field;
    }
}
