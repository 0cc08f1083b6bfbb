namespace PaDeNer.Batching.Deadlines;

/// <summary>What a lane expects of a document before it begins: so much for each row of its text; next to nothing before anything is known.</summary>
/// <param name="ServicePerRow">Seconds from its first step to its end, beside the others in decoding.</param>
/// <param name="WorkPerRow">Seconds of the lane's time that it costs: its share of the steps it has rows in.</param>
public readonly record struct ServiceForecast(double ServicePerRow, double WorkPerRow)
{
    /// <summary>From a document's first step to its end.</summary>
    /// <param name="rows">Rows of its text.</param>
    public TimeSpan Service(int rows) => TimeSpan.FromSeconds(ServicePerRow * rows);

    /// <summary>The lane's time that a document costs.</summary>
    /// <param name="rows">Rows of its text.</param>
    public TimeSpan Work(int rows) => TimeSpan.FromSeconds(WorkPerRow * rows);
}
