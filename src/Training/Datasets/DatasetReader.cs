namespace PaDeNer.Training.Datasets;

/// <summary>Reads annotated files of every format. Pure: bytes in, texts or the first problem out.</summary>
public static class DatasetReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its content: UTF-8, with or without a byte order mark.</param>
    /// <param name="format">How it is written.</param>
    public static DatasetReading<Dataset> Read(ReadOnlyMemory<byte> bytes, DatasetFormat format)
    {
        try
        {
            List<AnnotatedText> texts = format switch
            {
                DatasetFormat.JsonLines => JsonLinesReader.Read(bytes),
                DatasetFormat.Conll => ConllReader.Read(bytes),
                DatasetFormat.Padellm => PadellmReader.Read(bytes),
                _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
            };
            AnnotationTidying tidying = new();
            texts = texts.ConvertAll(tidying.Tidy);
            return texts.Count > 0
                ? new DatasetReading<Dataset>(new Dataset(texts) { Notes = tidying.Notes })
                : new DatasetReading<Dataset>(new DatasetProblem(1, "the file holds no text at all"));
        }
        catch (BadDataException bad)
        {
            return new DatasetReading<Dataset>(new DatasetProblem(bad.Line, bad.Message));
        }
    }
}

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
