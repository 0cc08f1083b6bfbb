using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.LlamaCpp;
using PaDeNer.Decoding.Prompting;
using PaDeNer.LlamaCpp.Tests.Gguf;
using PaDeNer.LlamaCpp.Tests.Support;

namespace PaDeNer.LlamaCpp.Tests.Equality;

/// <summary>Packing changes nothing but rounding: shown on the shipped model's weights over real documents.</summary>
public class EqualityTests(ITestOutputHelper output)
{
    private const int Documents = 200;

    /// <summary>Logits moved by rounding activations to 8 bits: what may turn a choice round. Wider margins have another cause.</summary>
    private const float NearTie = 0.5f;

    /// <summary>Logits moved by the order of floating-point additions.</summary>
    private const float ExactTie = 0.0001f;

    /// <summary>With full-precision keys and values and without fused kernels, so that the order of additions is all that is left.</summary>
    [Theory]
    [InlineData(0, Documents)]
    [InlineData(4, 40)]
    public void On_F32_weights_every_document_reads_the_same_packed_and_alone(int drafts, int count)
    {
        using LlamaCppModel model = LoadAsF32();
        IReadOnlyList<Document> documents = RealDocuments.Load(count, model.Profile.Labels);

        IReadOnlyList<Difference> differences = Comparison.Run(model, DecodingMode.Verbatim, drafts, documents, inFlight: 8);

        Report(differences, documents.Count);
        Assert.Empty(differences);
    }

    /// <summary>
    /// A model trained to walk over the text does not know how to end a mention freely: it goes on to the length limit and soon weighs
    /// two tokens to the fifth decimal. There alone may rounding decide.
    /// </summary>
    [Fact]
    public void On_F32_weights_free_decoding_differs_in_exact_ties_only()
    {
        using LlamaCppModel model = LoadAsF32();
        IReadOnlyList<Document> documents = RealDocuments.Load(30, model.Profile.Labels);

        IReadOnlyList<Difference> differences = Comparison.Run(model, DecodingMode.Free, drafts: 0, documents, inFlight: 8);

        Report(differences, documents.Count);
        Assert.All(differences, difference => Assert.InRange(difference.Margin, 0, ExactTie));
    }

    [Fact]
    public void On_the_weights_as_shipped_every_difference_is_a_near_tie()
    {
        LlamaCppModel model = TestModels.Trained;
        IReadOnlyList<Document> documents = RealDocuments.Load(Documents, model.Profile.Labels);

        IReadOnlyList<Difference> differences = Comparison.Run(model, DecodingMode.Verbatim, drafts: 0, documents, inFlight: 8);

        Report(differences, documents.Count);
        Assert.All(differences, difference => Assert.InRange(difference.Margin, 0, NearTie));
    }

    private static LlamaCppModel LoadAsF32()
    {
        TestModels.RequireLibraries();
        Assert.SkipUnless(File.Exists(TestModels.TrainedPath), $"{TestModels.TrainedPath} is not there.");
        using TemporaryFile file = new();
        GgufF32Converter.Convert(TestModels.TrainedPath, file.Path);
        return LlamaCppModel.Load(new LlamaCppOptions { ModelPath = file.Path, FlashAttention = false, FullPrecisionKv = true });
    }

    private void Report(IReadOnlyList<Difference> differences, int documents)
    {
        output.WriteLine($"{differences.Select(static difference => difference.Document).Distinct().Count()} of {documents} documents differ");
        foreach (Difference difference in differences)
        {
            output.WriteLine($"document {difference.Document}: {difference.What}; margin {difference.Margin:F4}");
        }
    }
}
