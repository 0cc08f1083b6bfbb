namespace PaDeNer.Batching.Admission;

/// <summary>A lane that asks for a job.</summary>
/// <param name="Lane">Its number, from 0.</param>
/// <param name="Documents">Documents it has in decoding.</param>
/// <param name="Rows">Rows of text of those documents: how much it has to do already.</param>
/// <param name="Now">Timestamp of the request.</param>
/// <param name="Service">What a document takes from its first step to its end, as far as is known; zero before.</param>
public readonly record struct JobRequest(int Lane, int Documents, int Rows, long Now, TimeSpan Service);
