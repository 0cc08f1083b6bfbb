namespace PaDeNer.Training.Evaluation;

/// <summary>The cause of an error.</summary>
internal enum ErrorKind
{
    Label,
    Count,
    Index,
    Text,
}
