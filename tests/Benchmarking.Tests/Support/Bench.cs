using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Prompting;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Benchmarking.Tests.Support;

/// <summary>Workloads over a vocabulary without a model, and engines that say anything but the answers.</summary>
internal sealed class Bench
{
    private static readonly EngineCapacity Capacity = new(32, 4096, 128, 64, 512);
    private readonly List<InMemoryEngine> _engines = [];

    public InMemoryTokenizer Tokenizer { get; } = new();

    /// <summary>Engines made so far.</summary>
    public IReadOnlyList<InMemoryEngine> Engines => _engines;

    public EngineSource Source(EngineCapacity? capacity = null) => new(
        (_, _) =>
        {
            InMemoryEngine engine = new(capacity ?? Capacity, HashedChoices.Create(7, Tokenizer.EndOfText));
            _engines.Add(engine);
            return engine;
        },
        2,
        null,
        TimeProvider.System);

    public Workload Workload(params AnnotatedText[] texts) =>
        new WorkloadBuilder(Tokenizer, Capacity.SequenceTokens, static (tokenizer, labels) => new CompactTemplate(tokenizer, labels, 31)).Build(PaperSet.Find("test"), new Dataset(texts), texts.Length, seed: 1);

    /// <summary>Two mentions of one label, none of the other.</summary>
    public Workload AdaMetBob() => Workload(Annotated(1, "Ada met Bob", ["PER", "LOC"], ("PER", 0, 3), ("PER", 8, 11)));

    /// <summary>Texts of repeating words with runs of words annotated, none over another.</summary>
    public Workload Random(int seed, int texts)
    {
        Random random = new(seed);
        return Workload([.. Enumerable.Range(1, texts).Select(line => RandomText(random, line))]);
    }

    public static AnnotatedText Annotated(int line, string text, string[] labels, params (string Label, int Start, int End)[] mentions) => new(
        line, text, [.. mentions.Select(mention => new Annotation(mention.Label, new TextSpan(mention.Start, mention.End), text[mention.Start..mention.End]))], labels);

    private static AnnotatedText RandomText(Random random, int line)
    {
        string[] labels = ["PER", "ORG", "LOC"];
        string text = SampleTexts.Create(random, random.Next(1, 25));
        List<(string, int, int)> mentions = [];
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf(' ', Math.Min(text.Length - 1, at + random.Next(1, 12)));
            end = end < 0 ? text.Length : end;
            if (random.Next(3) == 0)
            {
                mentions.Add((labels[random.Next(3)], at, end));
            }

            at = end + 1;
        }

        return Annotated(line, text, labels, [.. mentions]);
    }
}
