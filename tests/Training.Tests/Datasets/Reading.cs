using System.Text;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Training.Tests.Datasets;

/// <summary>Reads strings as if they were files.</summary>
internal static class Reading
{
    public static Dataset Of(string file, DatasetFormat format)
    {
        DatasetReading<Dataset> reading = DatasetReader.Read(Encoding.UTF8.GetBytes(file), format);
        Assert.True(reading.Succeeded, reading.Problem?.ToString());
        return reading.Value;
    }

    public static DatasetProblem Problem(byte[] file, DatasetFormat format)
    {
        DatasetReading<Dataset> reading = DatasetReader.Read(file, format);
        Assert.False(reading.Succeeded);
        return reading.Problem;
    }

    public static DatasetProblem Problem(string file, DatasetFormat format) => Problem(Encoding.UTF8.GetBytes(file), format);

    /// <summary>A text's annotations as <c>LABEL:text@start-end</c> in code units.</summary>
    public static string[] Marks(AnnotatedText text) =>
        [.. text.Annotations.Select(static annotation => $"{annotation.Label}:{annotation.Text}@{annotation.Span.Start}-{annotation.Span.End}")];
}
