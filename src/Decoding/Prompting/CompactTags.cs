using System.Globalization;

namespace PaDeNer.Decoding.Prompting;

/// <summary>
/// The names of the control tokens of <see cref="CompactTemplate"/> and <see cref="OpenLabelsTemplate"/>: the one place that decoding and
/// training examples take them from.
/// </summary>
public static class CompactTags
{
    /// <summary>Begins every prompt of open labels.</summary>
    public const string BeginOfText = "<|endoftext|>";

    /// <summary>An open label's words follow.</summary>
    public const string LabelWords = "<|label|>";

    /// <summary>An open label's words are over.</summary>
    public const string EndOfWords = "<|count|>";

    /// <summary>Ends a mention of an open label.</summary>
    public const string EndOfMention = "<|end|>";

    /// <summary>The tag of a label.</summary>
    /// <param name="index">Its place among the labels the model is trained for, from 0.</param>
    public static string Label(int index) => string.Create(CultureInfo.InvariantCulture, $"<|label {index + 1}|>");

    /// <summary>The tag of a count.</summary>
    /// <param name="count">0 or more.</param>
    public static string Count(int count) => string.Create(CultureInfo.InvariantCulture, $"<|count {count}|>");

    /// <summary>The tag that asks for a mention.</summary>
    /// <param name="mention">Its number, from 1.</param>
    public static string Mention(int mention) => string.Create(CultureInfo.InvariantCulture, $"<|mention {mention}|>");
}
