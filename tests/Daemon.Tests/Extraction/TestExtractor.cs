using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Daemon.Tests.Extraction;

/// <summary>An extractor over engines without weights.</summary>
internal static class TestExtractor
{
    public static readonly ModelProfile Profile =
        new("test", CompactTemplate.TemplateName, DecodingMode.Verbatim, true, ["PER", "ORG", "LOC", "MISC"], [], null, 31);

    /// <summary>Of a model with open labels.</summary>
    public static readonly ModelProfile OpenProfile =
        new("test", OpenLabelsTemplate.TemplateName, DecodingMode.Verbatim, true, ["PER", "LOC"], [], null, 31)
        {
            LabelsAreOpen = true,
            LabelWords = ["person", "place"],
        };

    public static Extractor CreateOpen(ModelOptions? options = null, int maxLabels = 64, int lanes = 1) =>
        Create(lanes, options, OpenProfile, maxLabels: maxLabels);

    public static Extractor Create(
        int lanes = 1,
        ModelOptions? options = null,
        ModelProfile? profile = null,
        Func<IDecodeEngine>? engine = null,
        string? configurationFile = null,
        Func<ITokenizer, ITokenizer>? tokenizer = null,
        ExtractionOptions? extraction = null,
        int maxLabels = 64)
    {
        TestModel model = new();
        Func<IDecodeEngine> create = engine ?? model.NewEngine;
        LoadedModel loaded = new(
            profile ?? Profile,
            tokenizer?.Invoke(model.Tokenizer) ?? model.Tokenizer,
            _ => create(),
            default,
            new LaneLayout(lanes, 1, Pinned: false),
            "00ff",
            null,
            static () => { });
        return Extractor.Create(loaded, options ?? new ModelOptions(), extraction ?? new ExtractionOptions(), configurationFile, maxLabels);
    }
}
