using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.LLamaSharp.Tests.Equality;
using PaDeNer.LLamaSharp.Tests.Support;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.LLamaSharp.Tests.Architectures;

/// <summary>
/// Packing changes nothing whatever <c>general.architecture</c> says, on random weights in F32, with full-precision keys and values and
/// without fused kernels: the order of additions is all that may differ, so choices differ where two weigh the same and nowhere else.
/// </summary>
public class ArchitectureEqualityTests(ITestOutputHelper output)
{
    /// <summary>Logits moved by the order of floating-point additions.</summary>
    private const float ExactTie = 0.0001f;

    private const int Documents = 4;

    private static readonly LabelSet Labels = new(["PER", "ORG", "LOC", "MISC"]);

    /// <summary>Each architecture, with mentions copied from the text and written freely.</summary>
    public static TheoryData<string, DecodingMode> Runs
    {
        get
        {
            TheoryData<string, DecodingMode> runs = [];
            foreach (TinyArchitecture architecture in TinyArchitecture.All)
            {
                runs.Add(architecture.Name, DecodingMode.Verbatim);
                runs.Add(architecture.Name, DecodingMode.Free);
            }

            return runs;
        }
    }

    /// <summary>The compact template: the prefix is fused with its labels, labels share it, mentions share their label.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void Documents_packed_with_others_read_as_each_prompt_alone(string architecture, DecodingMode mode)
    {
        using LlamaModel model = Load(architecture);
        PromptTemplate template = PromptTemplates.Create(model.Profile.Template!, model.Tokenizer, model.Profile);
        DecodingSettings settings = new(mode, true, new PlanLimits(MaxMentionTokens: 3));
        int mentions = 0;

        IReadOnlyList<Difference> differences = Comparison.Run(
            model, template, settings, Texts(), inFlight: 6, plan => mentions += plan.Windows.Sum(static window => window.Counts.Sum(static count => count.Count)));

        RequireTies(differences, mentions);
    }

    /// <summary>A template in words: counts are several tokens, and mentions begun too early are dropped.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void Counts_of_several_tokens_read_the_same_too(string architecture, DecodingMode mode)
    {
        using LlamaModel model = Load(architecture);
        SpelledCounts template = new(
            new TextTemplate(TextTemplateWording.PadellmEnglish, model.Tokenizer), ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "\n", ".", "x"]);
        DecodingSettings settings = new(mode, true, new PlanLimits(MaxMentionsPerLabel: 12, MaxMentionTokens: 2, MaxCountTokens: 3));
        int mentions = 0;

        IReadOnlyList<Difference> differences = Comparison.Run(
            model, template, settings, Texts(), inFlight: 4, plan => mentions += plan.Windows.Sum(static window => window.Counts.Sum(static count => count.Count)));

        RequireTies(differences, mentions);
    }

    /// <summary>Else the sliding window of the tests above would be one that never slides.</summary>
    [Fact]
    public void What_lies_beyond_the_sliding_window_is_not_seen()
    {
        LabelSet labels = Labels;
        Document[] texts = Texts();
        using LlamaModel narrow = Load(TinyArchitecture.Gemma3(slidingWindow: 12)), wide = Load(TinyArchitecture.Gemma3(slidingWindow: 1024));

        Assert.NotEqual(Counts(narrow, texts), Counts(wide, texts));

        int[] Counts(LlamaModel model, Document[] documents)
        {
            List<int> counts = [];
            PromptTemplate template = PromptTemplates.Create(model.Profile.Template!, model.Tokenizer, model.Profile);
            _ = Comparison.Run(
                model, template, new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits()), documents, inFlight: 4,
                plan => counts.AddRange(plan.Windows.SelectMany(static window => window.Counts.Select(static count => count.Count))));
            Assert.True(counts.Count >= documents.Length * labels.Count);
            return [.. counts];
        }
    }

    private static Document[] Texts()
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, Documents).Select(i => new Document(new DocumentId($"{i}"), SampleTexts.Create(random, 6 + random.Next(18)), Labels))];
    }

    private static LlamaModel Load(string architecture) => Load(TinyArchitecture.All.Single(known => known.Name == architecture));

    private static LlamaModel Load(TinyArchitecture architecture)
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path, architecture: architecture);
        return LlamaModel.Load(new LlamaOptions { ModelPath = file.Path, FlashAttention = false, FullPrecisionKv = true });
    }

    private void RequireTies(IReadOnlyList<Difference> differences, int mentions)
    {
        foreach (Difference difference in differences)
        {
            output.WriteLine($"document {difference.Document}: {difference.What}; margin {difference.Margin:F6}");
        }

        output.WriteLine($"{mentions} mentions");
        Assert.True(mentions > Documents, $"{mentions} mentions in {Documents} documents: too few to show anything");
        Assert.All(differences, difference => Assert.InRange(difference.Margin, 0, ExactTie));
    }
}
