namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>What raw rates are measured with, for both builds alike.</summary>
public static class RawRateParameters
{
    /// <summary>Rows of a prefill step.</summary>
    public const int PrefillRows = 128;

    /// <summary>Steps of one row in a series.</summary>
    public const int SingleRows = 64;

    /// <summary>How often each is repeated; the mean counts, as llama-bench has it.</summary>
    public const int Repetitions = 20;
}
