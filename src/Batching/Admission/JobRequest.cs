using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>A lane that asks for a job.</summary>
/// <param name="Now">Timestamp of the request.</param>
/// <param name="Forecast">What documents take on it, as far as is known; next to nothing before.</param>
internal readonly record struct JobRequest(long Now, ServiceForecast Forecast);
