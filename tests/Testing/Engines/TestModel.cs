using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Testing.Prompting;

namespace PaDeNer.Testing.Engines;

/// <summary>A model without weights: vocabulary, template, planner and engines that go together.</summary>
public sealed class TestModel
{
    private static readonly string[] AllLabels = ["PER", "ORG", "LOC", "MISC", "DATE", "EVENT", "WORK", "LAW"];
    private readonly int _seed;

    public TestModel(
        int seed = 1,
        DecodingSettings? settings = null,
        EngineCapacity? capacity = null,
        string templateName = CompactTemplate.TemplateName,
        InMemoryTokenizer? tokenizer = null,
        Func<PromptTemplate, PromptTemplate>? adapt = null)
    {
        _seed = seed;
        Tokenizer = tokenizer ?? new InMemoryTokenizer();
        Settings = settings ?? new DecodingSettings(DecodingMode.Verbatim, true, new PlanLimits());
        Capacity = capacity ?? new EngineCapacity(32, 2048, 256, 64, 512);
        ModelProfile profile = new("test", templateName, Settings.Mode, true, AllLabels, [], null, 31);
        Template = PromptTemplates.Create(templateName, Tokenizer, profile);
        Template = adapt?.Invoke(Template) ?? Template;
        Planner = new DocumentPlanner(Template, Settings, Capacity);
    }

    public InMemoryTokenizer Tokenizer { get; }

    public DecodingSettings Settings { get; }

    public EngineCapacity Capacity { get; }

    public PromptTemplate Template { get; }

    public DocumentPlanner Planner { get; }

    public static LabelSet Labels(int count = 4) => new(AllLabels[..count]);

    public InMemoryEngine NewEngine() => new(Capacity, HashedChoices.Create(_seed, Tokenizer.EndOfText));

    public DocumentPlan Plan(Document document) =>
        Planner.Plan(document) is { HasPlan: true, Plan: { } plan } ? plan : throw new InvalidOperationException("No plan.");

    public DocumentPlan Plan(string text, int labels = 4) => Plan(new Document(new DocumentId("d"), text, Labels(labels)));

    public ReferenceReading Read(WindowPlan window)
    {
        using InMemoryEngine engine = NewEngine();
        return new ReferenceDecoder(engine, Template, Settings).Read(window);
    }
}
