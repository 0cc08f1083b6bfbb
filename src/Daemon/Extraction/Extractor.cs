using PaDeNer.Batching.Extraction;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Extraction;

/// <summary>A model ready to work: its engines, and everything around them that turns documents into entities.</summary>
internal sealed class Extractor : IDisposable
{
    private const int DefaultWindowTokens = 1024;
    private const string WarmUpText = "Ada Lovelace met Charles Babbage of Cambridge in London. The two wrote to each other for years.";
    private readonly LoadedModel _model;

    private Extractor(
        LoadedModel model,
        IReadOnlyList<IDecodeEngine> engines,
        PromptTemplate template,
        string templateName,
        DecodingSettings settings,
        LabelCatalog labels,
        ExtractionOptions options)
    {
        _model = model;
        Engines = engines;
        TemplateName = templateName;
        Settings = settings;
        Labels = labels;
        Planner = new DocumentPlanner(template, settings, engines[0].Capacity);
        Assembler = new DocumentAssembler(new AssemblySettings(
            ExtractionWords.Deduplication(options.Deduplication),
            ExtractionWords.Ungrounded(options.Ungrounded),
            options.MinProbability,
            ExtractionWords.Overlap(options.Overlap)));
    }

    /// <summary>One engine per lane.</summary>
    public IReadOnlyList<IDecodeEngine> Engines { get; }

    /// <summary>How many lanes there are, and how they are laid out.</summary>
    public LaneLayout Layout => _model.Layout;

    /// <summary>What the model file says of its training.</summary>
    public ModelProfile Profile => _model.Profile;

    /// <summary>What results call the model.</summary>
    public ModelIdentity Identity => new(_model.Profile.Name, _model.Sha256);

    /// <summary>The vocabulary.</summary>
    public ITokenizer Tokenizer => _model.Tokenizer;

    /// <summary>For people; null for doubles.</summary>
    public ModelFacts? Facts => _model.Facts;

    /// <summary>The template in use.</summary>
    public string TemplateName { get; }

    /// <summary>The decoding settings in use.</summary>
    public DecodingSettings Settings { get; }

    /// <summary>The labels documents may ask for.</summary>
    public LabelCatalog Labels { get; }

    /// <summary>Documents to plans.</summary>
    public DocumentPlanner Planner { get; }

    /// <summary>Complete plans to entities.</summary>
    public DocumentAssembler Assembler { get; }

    /// <summary>Lanes, planner, assembler and warm-up of an engine over this model; the rest is the caller's.</summary>
    public ExtractionEngineSettings EngineSettings() => new()
    {
        Lanes = [.. Engines.Select((engine, lane) => new EngineLane(engine, () => EngineFactory.BeginComputing(Layout, lane * Layout.ThreadsPerLane)))],
        Plan = Planner.Plan,
        Assembler = Assembler,
        WarmUp = new Document(new DocumentId("warm-up"), WarmUpText, Labels.Default),
    };

    /// <summary>Backend and device really in use.</summary>
    public string Device => Engines[0].Device;

    /// <summary>Sets up a model that was loaded; owns it from then on, also when this fails.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modelOptions">How it is asked.</param>
    /// <param name="options">How documents become entities.</param>
    /// <param name="configurationFile">Where label files are looked for first.</param>
    /// <param name="maxLabels">Labels that may be asked for at once where labels are open.</param>
    /// <param name="countAdjustment">Is added to every count; for evaluation, 0 otherwise.</param>
    /// <exception cref="ConfigurationException">Template or labels do not go with the model.</exception>
    /// <exception cref="EngineFaultException">There is not enough memory for the lanes.</exception>
    public static Extractor Create(
        LoadedModel model, ModelOptions modelOptions, ExtractionOptions options, string? configurationFile, int maxLabels, int countAdjustment = 0)
    {
        List<IDecodeEngine> engines = [];
        try
        {
            string name = TemplateNameOf(modelOptions, model.Profile);
            PromptTemplate template = TemplateOf(name, model);
            LabelCatalog labels = LabelCatalog.Create(modelOptions.Labels, template, model.Profile, configurationFile, maxLabels);
            for (int lane = 0; lane < model.Layout.Lanes; lane++)
            {
                engines.Add(model.CreateEngine(model.LaneSize));
            }

            DecodingSettings settings = SettingsOf(modelOptions, options, model.Profile, engines[0].Capacity, countAdjustment);
            return new Extractor(model, engines, template, name, settings, labels, options);
        }
        catch
        {
            engines.ForEach(static engine => engine.Dispose());
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDecodeEngine engine in Engines)
        {
            engine.Dispose();
        }

        _model.Dispose();
    }

    private static string TemplateNameOf(ModelOptions options, ModelProfile profile) =>
        options.Template != ModelOptions.Auto
            ? options.Template
            : profile.Template ?? throw new ConfigurationException(SettingErrors.Format(
                "Model:Template",
                options.Template,
                $"{profile.Name} does not say how it was trained to be asked",
                $"Use one of {string.Join(", ", PromptTemplates.Names)}."));

    private static PromptTemplate TemplateOf(string name, LoadedModel model)
    {
        try
        {
            return PromptTemplates.Create(name, model.Tokenizer, model.Profile);
        }
        catch (ArgumentException unfit)
        {
            throw new ConfigurationException(
                SettingErrors.Format("Model:Template", name, $"{model.Profile.Name} does not go with it", unfit.Message.Split(" (Parameter")[0]), unfit);
        }
    }

    private static DecodingSettings SettingsOf(ModelOptions model, ExtractionOptions options, ModelProfile profile, EngineCapacity capacity, int countAdjustment)
    {
        DecodingMode mode = model.Decoding switch
        {
            "free" => DecodingMode.Free,
            "verbatim" => DecodingMode.Verbatim,
            _ => profile.Decoding ?? DecodingMode.Free,
        };
        int window = options.WindowTokens > 0
            ? options.WindowTokens
            : profile.SuitedWindowTokens ?? Math.Min(DefaultWindowTokens, capacity.SequenceTokens / 2);
        PlanLimits limits = new()
        {
            MaxMentionsPerLabel = options.MaxMentionsPerLabel,
            MaxMentionTokens = options.MaxMentionTokens,
            WindowTokens = window,
            OverlapTokens = Math.Min(options.WindowOverlap, (window - 1) / 2),
            DraftTokens = options.DraftTokens,
            ForcedSeparator = options.ForcedSeparator,
            CountAdjustment = countAdjustment,
        };
        return new DecodingSettings(mode, profile.ProbabilityOverCandidates ?? false, limits);
    }
}
