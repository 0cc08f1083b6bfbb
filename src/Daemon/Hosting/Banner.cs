using PaDeNer.Daemon.Extraction;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Prompting;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.Daemon.Hosting;

/// <summary>The facts about a run that people want first: in the log at start, on the status page, in the demo's summary. Pure.</summary>
internal static class Banner
{
    /// <summary>What is known before the model is loaded.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Before(KafkaOptions kafka) =>
    [
        new("version", ProductVersion.Text),
        .. kafka.Enabled ? Stream(kafka) : [new("stream", "none; HTTP alone serves (Kafka:Enabled)")],
    ];

    private static KeyValuePair<string, string>[] Stream(KafkaOptions kafka) =>
    [
        new("broker", kafka.BootstrapServers),
        new("topics", $"{kafka.InputTopic} → {kafka.OutputTopic}, dead letters → {kafka.DeadLetterTopic}"),
        new("group", string.IsNullOrEmpty(kafka.InstanceId) ? kafka.GroupId : $"{kafka.GroupId}, static member {kafka.InstanceId}"),
    ];

    /// <summary>What is known once it is.</summary>
    public static IEnumerable<KeyValuePair<string, string>> After(Extractor extractor) =>
    [
        new("model", extractor.Facts is { } facts ? $"{extractor.Profile.Name} ({facts.Summary})" : extractor.Profile.Name),
        new("labels", extractor.Labels.AreOpen ? $"{extractor.Labels.Default}; open: documents may ask for any words" : extractor.Labels.Default.ToString()),
        new("decoding", $"{(extractor.Settings.Mode == DecodingMode.Verbatim ? "verbatim" : "free")}, template {extractor.TemplateName}"),
        new("device", extractor.Device),
        new("lanes", LanesOf(extractor)),
    ];

    private static string LanesOf(Extractor extractor)
    {
        EngineCapacity capacity = extractor.Engines[0].Capacity;
        string pinned = extractor.Layout.Pinned ? ", each on its core" : string.Empty;
        return $"{extractor.Layout.Lanes}{pinned}, {capacity.KvCells} KV cells and {capacity.Slots} slots each";
    }
}
