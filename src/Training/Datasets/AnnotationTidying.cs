using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;

namespace PaDeNer.Training.Datasets;

/// <summary>Brings annotations into the form in which mentions are decoded, and counts what it changed.</summary>
internal sealed class AnnotationTidying
{
    private DatasetNotes _notes;

    /// <summary>What was found so far.</summary>
    public DatasetNotes Notes => _notes;

    /// <summary>A text whose annotations neither begin nor end with white space, and none of which is given twice.</summary>
    /// <exception cref="BadDataException">An annotation has nothing but white space.</exception>
    public AnnotatedText Tidy(AnnotatedText text)
    {
        List<Annotation> tidy = [];
        HashSet<(string Label, TextSpan Span)> seen = [];
        foreach (Annotation annotation in text.Annotations)
        {
            TextSpan span = MentionSearch.Trim(text.Text, annotation.Span);
            if (span.Length == 0)
            {
                throw new BadDataException(text.Line, $"entity {tidy.Count + 1}, a {annotation.Label}, has nothing but white space at its offsets");
            }

            if (!seen.Add((annotation.Label, span)))
            {
                _notes.Repeated++;
                continue;
            }

            bool whole = WordBoundaries.IsBoundary(text.Text, span.Start) && WordBoundaries.IsBoundary(text.Text, span.End);
            _notes.InsideWords += whole ? 0 : 1;
            _notes.Trimmed += span == annotation.Span ? 0 : 1;
            tidy.Add(span == annotation.Span ? annotation : new Annotation(annotation.Label, span, text.Text[span.Start..span.End]));
        }

        return text with { Annotations = tidy };
    }
}

/// <summary>What readers should know of a file's annotations.</summary>
public record struct DatasetNotes
{
    /// <summary>Annotations that began or ended with white space, which was left out.</summary>
    public int Trimmed { get; internal set; }

    /// <summary>Annotations that were given twice, with label and place, and are kept once.</summary>
    public int Repeated { get; internal set; }

    /// <summary>Annotations that begin or end inside a word: verbatim decoding gives whole words and cannot say them.</summary>
    public int InsideWords { get; internal set; }

    /// <summary>A line for each thing to know.</summary>
    public readonly IEnumerable<string> Lines()
    {
        if (Trimmed > 0)
        {
            yield return $"{Trimmed} annotations begin or end with white space, which is left out";
        }

        if (Repeated > 0)
        {
            yield return $"{Repeated} annotations are given twice, with label and place; each is kept once";
        }

        if (InsideWords > 0)
        {
            yield return $"{InsideWords} annotations begin or end inside a word; verbatim decoding gives whole words and cannot say them";
        }
    }
}
