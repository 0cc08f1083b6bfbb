using System.Globalization;

namespace PaDeNer.Decoding.Entities;

/// <summary>Why labels cannot be asked for. The detail ends up in headers and logs: it stays on one line, and short.</summary>
/// <param name="Fault">The fault of a document that asks for them.</param>
/// <param name="Detail">What is wrong with which label.</param>
public sealed record LabelProblem(DocumentFault Fault, string Detail)
{
    private const int LongestName = 100;

    /// <summary>A label that the model does not know.</summary>
    public static LabelProblem Unknown(string name) => new(DocumentFault.UnknownLabel, $"the label '{Printable(name)}' is not known");

    /// <summary>A label that is no open label.</summary>
    /// <param name="name">Its wire name.</param>
    /// <param name="problem">The end of a sentence that begins with the label.</param>
    public static LabelProblem Invalid(string name, string problem) => new(DocumentFault.InvalidLabel, $"the label '{Printable(name)}' {problem}");

    /// <summary>Two labels that are one question.</summary>
    public static LabelProblem Same(string name, string other, string words) => new(
        DocumentFault.InvalidLabel,
        $"the labels '{Printable(name)}' and '{Printable(other)}' are both asked for as '{Printable(words)}'; name one of them");

    /// <summary>More labels than the limit.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">The limit.</param>
    /// <param name="setting">The setting that holds it.</param>
    public static LabelProblem TooMany(int count, int most, string setting) => new(
        DocumentFault.TooManyLabels, string.Create(CultureInfo.InvariantCulture, $"{count} labels are asked for; the limit is {most} ({setting})"));

    /// <summary>A label longer than the limit.</summary>
    /// <param name="name">Its wire name.</param>
    /// <param name="most">The limit, in UTF-16 code units.</param>
    /// <param name="setting">The setting that holds it.</param>
    public static LabelProblem TooLong(string name, int most, string setting)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Invalid(name, string.Create(CultureInfo.InvariantCulture, $"has {name.Length} characters; the limit is {most} ({setting})"));
    }

    private static string Printable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string shown = name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "...");
        return string.Concat(shown.Select(static character => char.IsControl(character) ? ' ' : character));
    }
}
