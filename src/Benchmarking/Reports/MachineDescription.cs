namespace PaDeNer.Benchmarking.Reports;

/// <summary>What a report was measured on and with.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Cores the process may use.</param>
/// <param name="MemoryBytes">Memory the process may use.</param>
/// <param name="System">Operating system and run-time.</param>
/// <param name="Model">The model: name, file and what kind of weights.</param>
/// <param name="ModelDigest">SHA-256 of the model's file.</param>
/// <param name="Library">The release of llama.cpp's libraries.</param>
/// <param name="Device">Backend and device that computed.</param>
/// <param name="Load">Load average of the last minute as the run began; null where the system does not say.</param>
/// <param name="Date">When the run began.</param>
/// <param name="Command">The command that measured.</param>
public sealed record MachineDescription(
    string Processor,
    int Cores,
    long MemoryBytes,
    string System,
    string Model,
    string ModelDigest,
    string Library,
    string Device,
    double? Load,
    DateTimeOffset Date,
    string Command);
