namespace PaDeNer.Training.Datasets;

/// <summary>How annotated files are written.</summary>
public enum DatasetFormat
{
    /// <summary>A JSON object a line: <c>text</c>, <c>entities</c>, and <c>labels</c> where the source annotates only some.</summary>
    JsonLines,

    /// <summary>A token a line with its tag in the last column; an empty line ends a sentence.</summary>
    Conll,

    /// <summary>The files published with the paper: a JSON array a text, the text first, then an array per mention.</summary>
    Padellm,
}
