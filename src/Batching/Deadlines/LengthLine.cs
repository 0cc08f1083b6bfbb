namespace PaDeNer.Batching.Deadlines;

/// <summary>What something takes by the rows of a document's text: a straight line.</summary>
/// <param name="Seconds">What any text takes; 0 or more.</param>
/// <param name="SecondsPerRow">What each row of text adds; 0 or more.</param>
public readonly record struct LengthLine(double Seconds, double SecondsPerRow)
{
    /// <summary>What a text of so many rows takes.</summary>
    public TimeSpan At(int rows) => TimeSpan.FromSeconds(Seconds + (SecondsPerRow * rows));

    /// <summary>The same line, so many times as high.</summary>
    public LengthLine Times(double factor) => new(Seconds * factor, SecondsPerRow * factor);
}
