using PaDeNer.Benchmarking.Load;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>How long a system took for documents of a dataset, one at a time.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="System">The system.</param>
/// <param name="Configuration">Engines and threads, as a report shows them.</param>
/// <param name="Documents">How many documents; each was decoded once a round.</param>
/// <param name="Latency">Per document the median of the rounds; summarised over the documents.</param>
/// <param name="StepsPerDocument">Engine steps of a document.</param>
/// <param name="TokensPerDocument">Token evaluations of a document.</param>
/// <param name="EngineShare">Share of the time that was spent inside the engine.</param>
public sealed record LatencyResult(
    string Dataset,
    string System,
    string Configuration,
    int Documents,
    LatencySummary Latency,
    double StepsPerDocument,
    double TokensPerDocument,
    double EngineShare);
