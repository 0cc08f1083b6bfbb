using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Batching;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Daemon.Commands.Diagnosis;

/// <summary>Native libraries, backend and model: loads everything and computes one token on each lane.</summary>
internal static class ModelCheck
{
    private const double MiB = 1024 * 1024;

    /// <summary>Looks.</summary>
    public static void Run(Checkup checkup, DaemonConfiguration configuration)
    {
        checkup.Section("Model and engine");
        if (DaemonSettings.Check(configuration, DaemonSettings.DecodingSections).Count > 0)
        {
            checkup.Fact("not looked at", "its settings are wrong, see above");
            return;
        }

        using ServiceProvider options = DaemonSettings.Options(configuration);
        ModelOptions model = options.Get<ModelOptions>();
        if (!Libraries(checkup, model))
        {
            return;
        }

        try
        {
            using Extractor extractor = ExtractorLoader.Load(configuration, NullLoggerFactory.Instance);
            foreach (IDecodeEngine engine in extractor.Engines)
            {
                EngineWarmUp.Run(engine, extractor.Tokenizer);
            }

            Describe(checkup, extractor, options.Get<BatchingOptions>());
        }
        catch (Exception failure) when (failure is EngineFaultException or ConfigurationException)
        {
            string fix = model.Path == new ModelOptions().Path ? "The default model comes with the repository, in models/." : string.Empty;
            checkup.Problem("model", failure.Message, fix);
        }
    }

    private static bool Libraries(Checkup checkup, ModelOptions model)
    {
        try
        {
            RuntimeFacts runtime = EngineFactory.Probe(model);
            checkup.Good("LLamaSharp", runtime.LLamaSharp);
            checkup.Good("llama.cpp", $"commit {runtime.Commit}, in {runtime.Folder}");
            checkup.Fact("built for", runtime.CpuVariant ?? (model.NativeLibraries.Length > 0 ? "your own build does not say which processors" : "every processor of this kind"));
            checkup.Fact("computes with", runtime.Instructions);
            checkup.Fact("devices", runtime.Devices.Count == 0 ? "none" : string.Join(", ", runtime.Devices));
            return true;
        }
        catch (EngineFaultException missing)
        {
            checkup.Problem("llama.cpp", missing.Message, string.Empty);
            return false;
        }
    }

    private static void Describe(Checkup checkup, Extractor extractor, BatchingOptions batching)
    {
        ModelFacts facts = extractor.Facts!;
        EngineCapacity capacity = extractor.Engines[0].Capacity;
        checkup.Good("device in use", extractor.Device);
        checkup.Good("model", string.Create(CultureInfo.InvariantCulture, $"{facts.Path}, {facts.FileBytes / MiB:N1} MiB"));
        checkup.Fact("name", extractor.Profile.Name);
        checkup.Fact("SHA-256", extractor.Identity.Sha256);
        checkup.Fact("architecture", string.Create(CultureInfo.InvariantCulture, $"{facts.Summary}, context {facts.ContextTokens} tokens"));
        foreach (KeyValuePair<string, string> fact in Banner.After(extractor).Where(static fact => fact.Key is "labels" or "decoding" or "lanes"))
        {
            checkup.Fact(fact.Key, fact.Value);
        }

        PlanLimits limits = extractor.Settings.Limits;
        checkup.Fact("windows", $"{limits.WindowTokens} tokens of text, overlapping by {limits.OverlapTokens} at most");
        string documents = batching.DocumentsInFlight > 0 ? batching.DocumentsInFlight.ToString(CultureInfo.InvariantCulture) : "as many as pay";
        checkup.Fact("steps", $"{batching.RowsPerStep} rows at most, {documents} documents in flight a lane");
        checkup.Fact("licence", Metadata(facts, "general.license"));
        checkup.Fact("training data", Metadata(facts, "padener.training_data", "general.description", "general.datasets"));
        double cells = KvBytes(facts) * capacity.KvCells * extractor.Engines.Count / MiB;
        checkup.Fact("memory estimate", string.Create(
            CultureInfo.InvariantCulture,
            $"{facts.FileBytes / MiB:N0} MiB of weights, {cells:N0} MiB of KV cache over {extractor.Engines.Count} lanes, some for computing"));
    }

    private static string Metadata(ModelFacts facts, params string[] keys) =>
        keys.Select(facts.Metadata.GetValueOrDefault).FirstOrDefault(static value => !string.IsNullOrEmpty(value)) ?? "the file does not say";

    /// <summary>Bytes of one KV cell: keys and values of all layers in 16-bit floats.</summary>
    private static double KvBytes(ModelFacts facts)
    {
        double Number(string name) =>
            facts.Metadata.TryGetValue($"{facts.Metadata.GetValueOrDefault("general.architecture")}.{name}", out string? text)
            && double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : 0;
        double heads = Number("attention.head_count");
        double width = heads == 0 ? 0 : Number("embedding_length") / heads;
        double keyHeads = Number("attention.head_count_kv") is > 0 and double own ? own : heads;
        return Number("block_count") * keyHeads * width * 2 * sizeof(short);
    }
}
