namespace PaDeNer.Benchmarking.Reports;

/// <summary>How many documents a system got done with always as many in flight.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="System">The system.</param>
/// <param name="Configuration">Engines and threads, as a report shows them.</param>
/// <param name="InFlight">Documents in flight.</param>
/// <param name="DocumentsPerSecond">Median of the rounds.</param>
/// <param name="StepsPerDocument">Engine steps over documents; steps are shared where a system packs documents together.</param>
/// <param name="TokensPerDocument">Token evaluations of a document.</param>
/// <param name="HostShare">Share of the lanes' time that was spent outside the model's computation.</param>
/// <param name="BytesPerStep">Bytes allocated inside a step.</param>
public sealed record ThroughputResult(
    string Dataset,
    string System,
    string Configuration,
    int InFlight,
    double DocumentsPerSecond,
    double StepsPerDocument,
    double TokensPerDocument,
    double HostShare,
    double BytesPerStep)
{
    /// <summary>Rows of a step.</summary>
    public double RowsPerStep => StepsPerDocument == 0 ? 0 : TokensPerDocument / StepsPerDocument;

    /// <summary>Mean absolute error of predicted step times, relative; null for systems that predict nothing.</summary>
    public double? StepTimeError { get; init; }

    /// <summary>Bytes the lanes' threads allocated per document, all told; null for systems that do not say.</summary>
    public double? BytesPerDocument { get; init; }
}
