namespace PaDeNer.Benchmarking.LlamaServer;

/// <summary>What llama-server says of one request.</summary>
/// <param name="Cached">Tokens of the prompt that its slot still held.</param>
/// <param name="Evaluated">Tokens of the prompt that were computed.</param>
/// <param name="Predicted">Tokens generated.</param>
public readonly record struct CompletionTimings(int Cached, int Evaluated, int Predicted)
{
    /// <summary>Rows evaluated: the first token generated comes from the prompt's last row, each further one from a row of its own.</summary>
    public int Rows => Evaluated + Math.Max(0, Predicted - 1);
}
