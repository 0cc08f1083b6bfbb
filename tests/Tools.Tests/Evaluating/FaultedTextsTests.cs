using PaDeNer.Batching;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Prompting;
using PaDeNer.Tools.Evaluating;
using PaDeNer.Training.Datasets;

namespace PaDeNer.Tools.Tests.Evaluating;

/// <summary>Texts of eval that end with a fault: without numbers, where planning throws.</summary>
public class FaultedTextsTests
{
    private const string Numberless = "Zyzzyva";
    private const string Unplannable = "This text makes the tokeniser throw.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_run_goes_on_and_nothing_counts_as_found_in_them()
    {
        using Extractor extractor = Create();
        EvalText[] texts = [.. ((string[])["Ada met Bob.", $"{Numberless} met Bob.", Unplannable, "Ada."]).Select(static (text, i) => new EvalText(
            new Document(new DocumentId("d"), text, TestModel.Labels()), new AnnotatedText(i + 1, text, [], null)))];
        CountedProgress progress = new("texts", texts.Length, TimeProvider.System);
        EvalRun run = new(extractor, texts, new DocumentAssembler(new AssemblySettings(DeduplicationPolicy.None, Overlap: OverlapPolicy.Allow)), progress);

        await run.RunAsync(new BatchingOptions().FillingBeforeStep(), TimeProvider.System, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal([2, 3], run.Faults.Select(static fault => fault.Line));
        Assert.EndsWith("(decoding_failed)", run.Faults[0].Reason, StringComparison.Ordinal);
        Assert.EndsWith("(planning_failed)", run.Faults[1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, run.Incidents.TextsWithFault);
        Assert.Equal(4, run.Evaluated.Count);
        Assert.Empty(run.Evaluated[1].Mentions);
        Assert.Empty(run.Evaluated[2].Mentions);
    }

    private static Extractor Create()
    {
        TestModel model = new();
        ModelProfile profile = new("test", CompactTemplate.TemplateName, DecodingMode.Verbatim, true, ["PER", "ORG", "LOC", "MISC"], [], null, 31);
        LoadedModel loaded = new(
            profile,
            new PoisonedTokenizer(model.Tokenizer, Unplannable, static () => new InvalidOperationException("A defect.")),
            static _ => NumberlessEngine.Create(new TestModel(), Numberless),
            default,
            new LaneLayout(2, 1, Pinned: false),
            "00ff",
            null,
            static () => { });
        return Extractor.Create(loaded, new ModelOptions(), new ExtractionOptions(), null, maxLabels: 64);
    }
}
