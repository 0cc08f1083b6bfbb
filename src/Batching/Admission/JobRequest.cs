using PaDeNer.Batching.Deadlines;

namespace PaDeNer.Batching.Admission;

/// <summary>A lane that asks for a job.</summary>
/// <param name="Lane">Its number, from 0.</param>
/// <param name="Documents">Documents it has in decoding.</param>
/// <param name="Rows">Rows of text of those documents.</param>
/// <param name="Backlog">How long it will take for them, as predicted; next to nothing before anything is known.</param>
/// <param name="Now">Timestamp of the request.</param>
/// <param name="Forecast">What documents take on it, as far as is known; next to nothing before.</param>
internal readonly record struct JobRequest(int Lane, int Documents, int Rows, TimeSpan Backlog, long Now, ServiceForecast Forecast);
