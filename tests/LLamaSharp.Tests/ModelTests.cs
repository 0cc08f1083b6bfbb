using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.LLamaSharp;
using PaDeNer.Decoding.Prompting;
using PaDeNer.LLamaSharp.Tests.Gguf;
using PaDeNer.LLamaSharp.Tests.Support;

namespace PaDeNer.LLamaSharp.Tests;

public sealed class ModelTests
{
    [Fact]
    public void A_model_says_what_it_was_trained_for()
    {
        ModelProfile profile = TestModels.Tiny.Profile;
        Assert.Equal("tiny", profile.Name);
        Assert.Equal("compact-v1", profile.Template);
        Assert.Equal(DecodingMode.Verbatim, profile.Decoding);
        Assert.True(profile.ProbabilityOverCandidates);
        Assert.Equal(["PER", "ORG", "LOC", "MISC"], profile.Labels);
        Assert.Equal(["people", "organisations", "places", "the rest"], profile.LabelDescriptions);
        Assert.Equal(224, profile.WindowTokens);
        Assert.Equal(31, profile.MaxCount);
    }

    [Fact]
    public void A_model_knows_its_size()
    {
        LlamaModel model = TestModels.Tiny;
        Assert.True(model.ParameterCount > 10_000);
        Assert.Equal(4 * model.ParameterCount, model.SizeBytes);
        Assert.Equal(TinyModel.ContextLength, model.TrainedContextTokens);
        Assert.Contains("llama", model.Description, StringComparison.Ordinal);
        Assert.Equal("[PER, ORG, LOC, MISC]", model.Metadata["padener.labels"]);
        Assert.Equal("64", model.Metadata["llama.embedding_length"]);
    }

    [Fact]
    public void An_engine_offers_what_was_asked_for()
    {
        using LlamaEngine engine = TestModels.Tiny.CreateEngine(
            new LlamaOptions { ModelPath = "loaded", KvCells = 700, RowsPerStep = 64, OutputsPerStep = 8, Slots = 20 });
        Assert.Equal(new EngineCapacity(20, 768, 64, 8, 768), engine.Capacity);
        Assert.StartsWith("cpu (", engine.Device, StringComparison.Ordinal);
        Assert.EndsWith("1 thread)", engine.Device, StringComparison.Ordinal);
        using LlamaEngine large = TestModels.Tiny.CreateEngine();
        Assert.Equal(new EngineCapacity(128, 4096, 512, 256, TinyModel.ContextLength), large.Capacity);
    }

    [Fact]
    public void An_engine_outlives_the_disposal_of_its_model()
    {
        LlamaModel model = LoadAnother();
        LlamaTokenizer tokenizer = model.Tokenizer;
        LlamaEngine engine = model.CreateEngine();
        model.Dispose();
        model.Dispose();

        Assert.NotEqual(default, new EngineDriver(engine).Alone(TestModels.Tiny.Tokenizer.Tokenize("in the inn")));
        Assert.Throws<ObjectDisposedException>(() => tokenizer.Tokenize("in the inn"));
        Assert.Throws<ObjectDisposedException>(() => model.CreateEngine());
        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new EngineDriver(engine).Execute());
    }

    [Fact]
    public void Models_and_engines_come_and_go_without_leaving_anything()
    {
        for (int round = 0; round < 20; round++)
        {
            using LlamaModel model = LoadAnother();
            using LlamaEngine first = model.CreateEngine(Small);
            using LlamaEngine second = model.CreateEngine(Small with { Threads = 2 });
            _ = new EngineDriver(second).Alone(model.Tokenizer.Tokenize("the rain"));
        }
    }

    [Fact]
    public void Wrong_options_are_named_all_at_once()
    {
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => LlamaModel.Load(new LlamaOptions { Slots = 257, KvCells = 100, RowsPerStep = 200, Threads = 0 }, TestContext.Current.CancellationToken));
        Assert.All(
            ["ModelPath is empty", "Slots is 257", "KvCells is 100", "RowsPerStep is 200", "Threads is 0"],
            problem => Assert.Contains(problem, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => LlamaModel.Load(new LlamaOptions { ModelPath = "/nowhere/model.gguf" }, TestContext.Current.CancellationToken));
        Assert.Contains("/nowhere/model.gguf", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_llama_cpp_refuses_says_why()
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path);
        using (FileStream stream = File.OpenWrite(file.Path))
        {
            stream.SetLength(stream.Length / 2);
        }

        EngineFaultException fault = Assert.Throws<EngineFaultException>(() => LlamaModel.Load(new LlamaOptions { ModelPath = file.Path }, TestContext.Current.CancellationToken));
        Assert.Contains(file.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("file bounds", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_can_be_given_up_while_it_runs()
    {
        using TemporaryFile file = new();
        TinyModel.Save(file.Path);
        LlamaOptions options = new() { ModelPath = file.Path };
        using CancellationTokenSource stop = new();
        Action<NativeLogLevel, string>? before = LlamaRuntime.LogSink;

        // The library's own log is what tells that weights are being read.
        LlamaRuntime.LogSink = (_, line) =>
        {
            if (line.Contains("load_tensors", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };
        try
        {
            Assert.Throws<OperationCanceledException>(() => LlamaModel.Load(options, stop.Token));
        }
        finally
        {
            LlamaRuntime.LogSink = before;
        }

        LlamaModel.Load(options, TestContext.Current.CancellationToken).Dispose();
    }

    [Theory]
    [InlineData("padener.decoding", "guess")]
    [InlineData("padener.probability", "some")]
    [InlineData("padener.labels", "closed")]
    public void A_value_we_do_not_know_is_named(string key, string value)
    {
        using TemporaryFile file = new();
        using GgufWriter writer = new();
        writer.Add(key, value).Save(file.Path);
        EngineFaultException fault = Assert.Throws<EngineFaultException>(
            () => ModelProfileReader.Read(Decoding.LLamaSharp.Gguf.GgufHeader.Read(file.Path), file.Path));
        Assert.Contains($"{key} = '{value}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_open_labels_says_which_are_usual_and_by_what_words()
    {
        ModelProfile profile = TestModels.TinyOpen.Profile;
        Assert.True(profile.LabelsAreOpen);
        Assert.Equal("compact-v2", profile.Template);
        Assert.Equal(["PER", "ORG", "LOC", "MISC"], profile.Labels);
        Assert.Equal(["person", "organization", "location", "miscellaneous"], profile.LabelWords);
        Assert.Equal(32, profile.MaxLabelTokens);
        Assert.True(PromptTemplates.Create("compact-v2", TestModels.TinyOpen.Tokenizer, profile).LabelsAreOpen);
        Assert.False(TestModels.Tiny.Profile.LabelsAreOpen);
    }

    [Theory]
    [InlineData("padener.default_labels", "PER|ORG", "padener.default_label_words", "person", "one entry for each")]
    [InlineData("padener.default_labels", "PER|PER", "padener.default_label_words", "person|people", "a label twice")]
    [InlineData("padener.default_labels", "PER|ORG", "padener.default_label_words", "person| ", "an empty entry")]
    [InlineData("padener.default_labels", "PER|", "padener.default_label_words", "person|x", "an empty entry")]
    public void Default_labels_that_make_no_sense_are_named(string key, string values, string otherKey, string others, string reason)
    {
        Assert.Contains(reason, Refusal(writer => writer.Add("padener.labels", "open").Add(key, values.Split('|')).Add(otherKey, others.Split('|'))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("padener.max_count")]
    [InlineData("padener.max_label_tokens")]
    [InlineData("padener.window_tokens")]
    public void A_number_that_is_none_is_named(string key)
    {
        Assert.Contains(key, Refusal(writer => writer.Add(key, 0u)), StringComparison.Ordinal);
        Assert.Contains(key, Refusal(writer => writer.Add(key, "many")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<|label|>")]
    [InlineData("<|count 31|>")]
    [InlineData("<|end|>")]
    public void A_file_that_lacks_a_control_token_is_refused_by_the_tokens_name(string name)
    {
        using LlamaModel model = TestModels.LoadTinyOpen(new LlamaOptions(), without: name);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => PromptTemplates.Create("compact-v2", model.Tokenizer, model.Profile));
        Assert.Contains($"no control token '{name}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_our_keys_has_a_profile_of_nulls()
    {
        using TemporaryFile file = new();
        using GgufWriter writer = new();
        writer.Add("general.architecture", "llama").Save(file.Path);
        ModelProfile profile = ModelProfileReader.Read(Decoding.LLamaSharp.Gguf.GgufHeader.Read(file.Path), "/some/model-7b.gguf");
        Assert.Equal(new ModelProfile("model-7b", null, null, null, profile.Labels, profile.LabelDescriptions, null, null), profile);
        Assert.Empty(profile.Labels);
    }

    private static string Refusal(Action<GgufWriter> write)
    {
        using TemporaryFile file = new();
        using GgufWriter writer = new();
        write(writer);
        writer.Save(file.Path);
        return Assert.Throws<EngineFaultException>(
            () => ModelProfileReader.Read(Decoding.LLamaSharp.Gguf.GgufHeader.Read(file.Path), file.Path)).Message;
    }

    private static LlamaOptions Small { get; } =
        new() { ModelPath = "loaded", KvCells = 256, RowsPerStep = 32, OutputsPerStep = 8, Slots = 4 };

    private static LlamaModel LoadAnother()
    {
        return TestModels.LoadTiny(GgufTensorType.F32);
    }
}
