using System.Text;
using System.Text.Json;
using PaDeNer.Benchmarking.Systems;
using PaDeNer.Decoding.Documents;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>Writes a report as JSON. Pure.</summary>
public static class BenchJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = PlainJsonEncoder.Instance };

    /// <summary>The report as one JSON object; the figures that matter first.</summary>
    public static string Write(BenchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            Ratios(json, report);
            Number(json, "goodput", report.Serving.Goodput is { } goodput ? Math.Min(goodput.Poisson, goodput.Bursty) : null);
            Number(json, "goodput_poisson", report.Serving.Goodput?.Poisson);
            Number(json, "goodput_bursty", report.Serving.Goodput?.Bursty);
            Number(json, "goodput_over_best_other", report.Serving.Goodput?.OverBestOther);
            Number(json, "in_flight_throughput", report.Serving.InFlight?.Throughput);
            Number(json, "in_flight_service_time", report.Serving.InFlight?.ServiceTime);
            Number(json, "host_share", report.Comparison.HostShare);
            Number(json, "allocated_bytes_per_step", report.Comparison.BytesPerStep);
            Number(json, "step_time_error", report.Comparison.StepTimeError);
            Number(json, "step_time_noise", report.Serving.StepTimeNoise);
            Machine(json, report.Machine);
            json.WriteString("data"u8, report.Data?.Folder);
            json.WriteString("data_note"u8, report.Data?.Note);
            Datasets(json, report.Comparison);
            Latency(json, "latency", report.Comparison.Latency);
            Throughput(json, "throughput", report.Comparison.Throughput);
            Latency(json, "ablation_latency", report.Comparison.AblationLatency);
            Throughput(json, "ablation_throughput", report.Comparison.AblationThroughput);
            Sections(json, report.Serving);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void Ratios(Utf8JsonWriter json, BenchReport report)
    {
        ComparisonResult comparison = report.Comparison;
        json.WriteStartObject("ratios"u8);
        foreach (string baseline in (string[])[Baselines.Structured, Baselines.Augmented])
        {
            json.WriteStartObject(baseline);
            Number(json, "mean", comparison.MeanLatencyRatio(baseline));
            foreach (DatasetResult dataset in comparison.Datasets)
            {
                Number(json, dataset.Name, comparison.LatencyRatio(dataset.Name, baseline));
            }

            json.WriteEndObject();
        }

        Number(json, Baselines.Batch, comparison.MeanThroughputRatio(Baselines.Batch));
        Number(json, Baselines.Slots, comparison.MeanThroughputRatio(Baselines.Slots));
        if (report.Serving.LlamaServer is { } server)
        {
            json.WriteStartObject("llama-server"u8);
            Number(json, "latency", server.Latency);
            Number(json, "throughput", server.Throughput);

            // The other way round than in the tables: ours over its, which is what programs ask for.
            Number(json, "p99", 1 / server.P99);
            Number(json, "tuned_latency", server.TunedLatency);
            Number(json, "tuned_throughput", server.TunedThroughput);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("llama-server"u8);
        }

        json.WriteString("llama-server-reason"u8, report.Serving.LlamaServerReason);
        json.WriteEndObject();
    }

    private static void Machine(Utf8JsonWriter json, MachineDescription machine)
    {
        json.WriteStartObject("machine"u8);
        json.WriteString("processor"u8, machine.Processor);
        json.WriteNumber("cores"u8, machine.Cores);
        json.WriteNumber("memory_bytes"u8, machine.MemoryBytes);
        json.WriteString("system"u8, machine.System);
        json.WriteString("model"u8, machine.Model);
        json.WriteString("model_sha256"u8, machine.ModelDigest);
        json.WriteString("llama_cpp"u8, machine.Library);
        json.WriteString("device"u8, machine.Device);
        Number(json, "load"u8, machine.Load);
        json.WriteString("date"u8, machine.Date);
        json.WriteString("command"u8, machine.Command);
        json.WriteEndObject();
    }

    private static void Datasets(Utf8JsonWriter json, ComparisonResult comparison)
    {
        json.WriteStartArray("datasets"u8);
        foreach (DatasetResult dataset in comparison.Datasets)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, dataset.Name);
            json.WriteNumber("documents"u8, dataset.Documents);
            json.WriteNumber("labels"u8, dataset.Labels);
            json.WriteNumber("text_tokens"u8, dataset.TextTokens);
            json.WriteNumber("mentions"u8, dataset.Mentions);
            json.WriteBoolean("spelled_by_character"u8, dataset.SpelledByCharacter);
            json.WriteNumber("texts_too_long"u8, dataset.Losses.TextsTooLong);
            json.WriteNumber("texts_repeated"u8, dataset.Losses.TextsRepeated);
            json.WriteNumber("mentions_out_of_reach"u8, dataset.Losses.MentionsOutOfReach);
            json.WriteNumber("tokens_augmented"u8, dataset.Augmented);
            json.WriteNumber("tokens_structured"u8, dataset.Structured);
            json.WriteNumber("tokens_per_sequence"u8, dataset.Sequence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Latency(Utf8JsonWriter json, string name, IReadOnlyList<LatencyResult> results)
    {
        json.WriteStartArray(name);
        foreach (LatencyResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("dataset"u8, result.Dataset);
            json.WriteString("system"u8, result.System);
            json.WriteString("configuration"u8, result.Configuration);
            json.WriteNumber("documents"u8, result.Documents);
            json.WriteNumber("mean_ms"u8, result.Latency.Mean);
            json.WriteNumber("p50_ms"u8, result.Latency.P50);
            json.WriteNumber("p95_ms"u8, result.Latency.P95);
            json.WriteNumber("p99_ms"u8, result.Latency.P99);
            json.WriteNumber("steps_per_document"u8, result.StepsPerDocument);
            json.WriteNumber("tokens_per_document"u8, result.TokensPerDocument);
            json.WriteNumber("engine_share"u8, result.EngineShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Throughput(Utf8JsonWriter json, string name, IReadOnlyList<ThroughputResult> results)
    {
        json.WriteStartArray(name);
        foreach (ThroughputResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("dataset"u8, result.Dataset);
            json.WriteString("system"u8, result.System);
            json.WriteString("configuration"u8, result.Configuration);
            json.WriteNumber("in_flight"u8, result.InFlight);
            json.WriteNumber("documents_per_second"u8, result.DocumentsPerSecond);
            json.WriteNumber("steps_per_document"u8, result.StepsPerDocument);
            json.WriteNumber("tokens_per_document"u8, result.TokensPerDocument);
            json.WriteNumber("host_share"u8, result.HostShare);
            json.WriteNumber("allocated_bytes_per_step"u8, result.BytesPerStep);
            Number(json, "allocated_bytes_per_document"u8, result.BytesPerDocument);
            Number(json, "step_time_error"u8, result.StepTimeError);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sections(Utf8JsonWriter json, ServingFigures serving)
    {
        json.WriteStartObject("sections"u8);
        foreach (ReportSection section in serving.Sections.Where(static section => section.Json is not null))
        {
            json.WritePropertyName(section.Title);
            json.WriteRawValue(section.Json!);
        }

        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value) => Number(json, Encoding.UTF8.GetBytes(name), value);

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, Math.Round(number, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
