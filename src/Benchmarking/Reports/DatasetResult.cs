using PaDeNer.Benchmarking.Workloads;

namespace PaDeNer.Benchmarking.Reports;

/// <summary>What was decoded of a dataset, and how much text each way of answering generates.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="Documents">Documents decoded.</param>
/// <param name="Labels">Labels asked of each.</param>
/// <param name="TextTokens">Tokens of a text, mean.</param>
/// <param name="Mentions">Mentions of a text, mean.</param>
/// <param name="SpelledByCharacter">Whether one token per character stood in for the model's vocabulary.</param>
/// <param name="Losses">What was left out.</param>
/// <param name="Augmented">Tokens an augmented answer generates, mean.</param>
/// <param name="Structured">Tokens a structured answer generates, mean.</param>
/// <param name="Sequence">Tokens one of our sequences generates, count or mention, the end included, mean.</param>
public sealed record DatasetResult(
    string Name,
    int Documents,
    int Labels,
    double TextTokens,
    double Mentions,
    bool SpelledByCharacter,
    WorkloadLosses Losses,
    double Augmented,
    double Structured,
    double Sequence);
