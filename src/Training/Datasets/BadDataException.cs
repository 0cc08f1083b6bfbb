namespace PaDeNer.Training.Datasets;

/// <summary>Ends reading at the first thing that is wrong; never leaves this folder.</summary>
internal sealed class BadDataException(int line, string reason) : Exception(reason)
{
    public int Line => line;
}
