using System.Diagnostics.CodeAnalysis;
using System.Text;
using BenchmarkDotNet.Attributes;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Benchmarks;

/// <summary>A record on its way in and on its way out.</summary>
public class RecordBenchmarks
{
    private const string Text = "Ada Lovelace met Charles Babbage in London; the Analytical Society of New York took note of it in 1843.";
    private static readonly LabelSet Labels = new("PER", "ORG", "LOC", "MISC");
    private readonly DocumentReader _reader = new(new DocumentReaderSettings(), new OneLabelSet());
    private readonly EntityWriter _writer = new(new ModelIdentity("padener-en-small", new string('0', 64)), OffsetUnit.CodePoint, includeText: true);
    private readonly byte[] _input = Encoding.UTF8.GetBytes($$"""{"id": "doc-1", "text": "{{Text}}", "metadata": {"source": "wire", "day": 17} }""");
    private readonly EntityRecord _output = new(
        new Document(new DocumentId("doc-1"), Text, Labels),
        new DocumentEntities(
            [Of(0, "Ada Lovelace"), Of(0, "Charles Babbage"), Of(2, "London"), Of(1, "Analytical Society of New York")],
            new DecodingStatistics(1, 8, 60, 180, 4, 0, 0, 0, 0, 0, 0, 0, 0.5f)),
        new JobTimings(0, TimeSpan.FromMilliseconds(1.25), TimeSpan.FromMilliseconds(6.5), 4, false),
        null);

    /// <summary>Bytes to document: a JSON object with id, text and metadata.</summary>
    [Benchmark]
    public object? Read() => _reader.Read(_input, null, new DocumentId("derived"));

    /// <summary>Document and four entities to bytes.</summary>
    [Benchmark]
    public byte[] Write() => _writer.Write(_output);

    private static Entity Of(int label, string text)
    {
        int start = Text.IndexOf(text, StringComparison.Ordinal);
        return new Entity(Labels[label], text, new TextSpan(start, start + text.Length), 0.987654321);
    }

    private sealed class OneLabelSet : IDocumentLabels
    {
        public LabelSet Default => Labels;

        public bool TryResolve(IReadOnlyList<string> names, [NotNullWhen(true)] out LabelSet? labels, [NotNullWhen(false)] out LabelProblem? problem)
        {
            (labels, problem) = (Labels, null);
            return true;
        }
    }
}
