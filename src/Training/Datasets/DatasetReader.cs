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
            return texts.Count > 0
                ? new DatasetReading<Dataset>(new Dataset(texts))
                : new DatasetReading<Dataset>(new DatasetProblem(1, "the file holds no text at all"));
        }
        catch (BadDataException bad)
        {
            return new DatasetReading<Dataset>(new DatasetProblem(bad.Line, bad.Message));
        }
    }
}
