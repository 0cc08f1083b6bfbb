using System.Buffers;
using System.Text.Json;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;

namespace PaDeNer.Training.Reformulation;

/// <summary>Writes reformulated texts as JSON lines, in one of two forms.</summary>
/// <param name="form">Which form.</param>
public sealed class ExampleWriter(ExampleForm form)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    /// <summary>Examples that were written, or that the trees written stand for.</summary>
    public long Examples { get; private set; }

    /// <summary>Writes a text's lines.</summary>
    public void Write(ReformulatedText text, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(output);
        if (form == ExampleForm.Tree)
        {
            Examples += text.Branches.Sum(static branch => Math.Max(1, branch.Mentions.Count));
            WriteLine(output, json => WriteTree(json, text));
            return;
        }

        foreach (TrainingExample example in text.Examples())
        {
            Examples++;
            WriteLine(output, json =>
            {
                json.WriteString("prompt"u8, example.Prompt);
                json.WriteString("completion"u8, example.Completion);
            });
        }
    }

    private static void WriteTree(Utf8JsonWriter json, ReformulatedText text)
    {
        OffsetConverter offsets = new(text.Text, OffsetUnit.CodePoint);
        json.WriteString("head"u8, text.Head);
        json.WriteString("text"u8, text.Text);
        json.WriteStartArray("branches"u8);
        foreach (LabelBranch branch in text.Branches)
        {
            json.WriteStartObject();
            json.WriteString("label"u8, branch.Label);
            json.WriteString("prompt"u8, branch.Prompt);
            json.WriteString("count"u8, branch.Count);
            json.WriteStartArray("mentions"u8);
            foreach (MentionBranch mention in branch.Mentions)
            {
                json.WriteStartObject();
                json.WriteString("prompt"u8, mention.Prompt);
                json.WriteString("text"u8, mention.Mention.Text);
                json.WriteNumber("start"u8, offsets.Convert(mention.Mention.Span.Start));
                json.WriteNumber("end"u8, offsets.Convert(mention.Mention.Span.End));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLine(IBufferWriter<byte> output, Action<Utf8JsonWriter> fields)
    {
        using (Utf8JsonWriter json = new(output, Options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}

/// <summary>How training examples are written.</summary>
public enum ExampleForm
{
    /// <summary>A line per example: prompt and completion.</summary>
    Examples,

    /// <summary>A line per text: the text once, branches per label, branches of those per mention.</summary>
    Tree,
}
