namespace PaDeNer.Batching.Deadlines;

/// <summary>What a lane expects of a document before it begins, by the rows of its text; next to nothing before anything is known.</summary>
/// <param name="Service">
/// From its first step to its end, beside the others in decoding, with a margin: more than the mean where many that were begun in time
/// ended late.
/// </param>
/// <param name="Work">The lane's time it costs: its share of the steps it has rows in.</param>
public readonly record struct ServiceForecast(LengthLine Service, LengthLine Work);
