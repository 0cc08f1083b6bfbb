using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.LLamaSharp.Gguf;
using PaDeNer.Decoding.Sequences;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests.Gguf;

/// <summary>llama.cpp is the judge: what it makes of the converted file is what it made of the original, up to its kernels' rounding.</summary>
public sealed class GgufF32ConverterTests
{
    [Theory]
    [InlineData(GgufTensorType.F32, 1e-6f)]
    [InlineData(GgufTensorType.F16, 0.01f)]
    [InlineData(GgufTensorType.BF16, 0.05f)]
    [InlineData(GgufTensorType.Q8_0, 0.1f)]
    [InlineData(GgufTensorType.Q4_0, 0.1f)]
    [InlineData(GgufTensorType.IQ4_NL, 0.1f)]
    public void A_converted_tiny_model_gives_the_same_log_probabilities(GgufTensorType matrices, float tolerance)
    {
        using TemporaryFile original = new();
        TinyModel.Save(original.Path, matrices);
        AssertSameAnswers(original.Path, tolerance);
    }

    [Fact]
    public void The_converted_shipped_model_gives_the_same_log_probabilities()
    {
        _ = TestModels.Trained;
        AssertSameAnswers(TestModels.TrainedPath, 0.5f);
    }

    [Theory]
    [InlineData(GgufTensorType.F16)]
    [InlineData(GgufTensorType.BF16)]
    [InlineData(GgufTensorType.Q8_0)]
    [InlineData(GgufTensorType.Q4_0)]
    [InlineData(GgufTensorType.IQ4_NL)]
    public void Blocks_decode_to_what_was_encoded_within_their_precision(GgufTensorType type)
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(static index => MathF.Sin(index) * (index < 32 ? 1 : 10))];
        float[] decoded = new float[values.Length];
        TensorBlocks.Decode(type, TensorBlocks.Encode(type, values), decoded);
        float step = type switch { GgufTensorType.Q4_0 => 0.1f, GgufTensorType.IQ4_NL => 0.12f, _ => 0.005f };
        Assert.All(values.Zip(decoded).Select(static (pair, index) => (pair.First, pair.Second, Scale: index < 32 ? 1 : 10)), pair =>
            Assert.Equal(pair.First, pair.Second, step * pair.Scale));
    }

    private static void AssertSameAnswers(string original, float tolerance)
    {
        using TemporaryFile converted = new();
        GgufF32Converter.Convert(original, converted.Path);
        GgufHeader header = GgufHeader.Read(converted.Path);
        Assert.All(header.Tensors, static tensor => Assert.Equal((int)GgufTensorType.F32, tensor.Type));
        Assert.Equal(0, header.FindInt32("general.file_type") ?? 0);

        float[] expected = LogProbabilities(original);
        float[] actual = LogProbabilities(converted.Path);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static float[] LogProbabilities(string path)
    {
        using LlamaModel model = LlamaModel.Load(new LlamaOptions { ModelPath = path }, TestContext.Current.CancellationToken);
        using LlamaEngine engine = model.CreateEngine();
        TokenId[] prompt = model.Tokenizer.Tokenize("the inspector went to the inn at dover and the others to the station");
        return new EngineDriver(engine).LogProbabilities(prompt, [.. Enumerable.Range(400 % model.Tokenizer.VocabularySize, 30).Select(static id => new TokenId(id - 50))]);
    }
}
