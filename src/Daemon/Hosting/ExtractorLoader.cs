using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaDeNer.Batching;
using PaDeNer.Daemon.Configuration;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Streaming.Ingress;

namespace PaDeNer.Daemon.Hosting;

/// <summary>Loads the configured model; the same for every verb that decodes.</summary>
internal static class ExtractorLoader
{
    /// <summary>Loads and sets up. The configuration's decoding sections were checked before.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="logs">Where the model's library logs.</param>
    /// <param name="countAdjustment">Is added to every count; for evaluation, 0 otherwise.</param>
    /// <param name="stop">Gives the load up.</param>
    /// <exception cref="ConfigurationException">The file is missing, or template or labels do not go with the model.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static Extractor Load(DaemonConfiguration configuration, ILoggerFactory logs, int countAdjustment = 0, CancellationToken stop = default)
    {
        using ServiceProvider options = DaemonSettings.Options(configuration);
        ModelOptions model = options.Get<ModelOptions>();
        LoadedModel loaded = EngineFactory.Load(
            model, options.Get<LaneOptions>(), options.Get<BatchingOptions>(), configuration.File, logs.CreateLogger("llama.cpp"), stop);
        try
        {
            return Extractor.Create(loaded, model, options.Get<ExtractionOptions>(), configuration.File, options.Get<IngressOptions>().MaxLabels, countAdjustment);
        }
        catch (ConfigurationException invalid) when (WasTyped(invalid, configuration))
        {
            throw new ConfigurationException(invalid.Message, invalid) { Setting = invalid.Setting, IsUsage = true };
        }
    }

    /// <summary>Whether what is wrong is a setting that the command line gave.</summary>
    internal static bool WasTyped(ConfigurationException invalid, DaemonConfiguration configuration) =>
        invalid.Setting is { } key && configuration.Explain(key, null).Source == EffectiveSetting.CommandLine;
}
