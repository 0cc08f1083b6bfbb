namespace PaDeNer.Batching.Scheduling;

/// <summary>What the last composed step holds.</summary>
/// <param name="PrefixRows">Rows of documents' shared prefixes.</param>
/// <param name="CountRows">Rows of count sequences.</param>
/// <param name="MentionRows">Rows of mention sequences.</param>
/// <param name="Sequences">Sequences with a row of their own.</param>
public readonly record struct StepContents(int PrefixRows, int CountRows, int MentionRows, int Sequences)
{
    /// <summary>All rows.</summary>
    public int Rows => PrefixRows + CountRows + MentionRows;
}
