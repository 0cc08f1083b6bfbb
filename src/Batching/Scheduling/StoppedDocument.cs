using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>A document whose decoding was stopped by a step that failed.</summary>
/// <param name="Job">The document; its plan is half decoded.</param>
/// <param name="HadPart">Whether the step failed with it: it got no numbers, or had rows in a step that gave nothing at all.</param>
internal readonly record struct StoppedDocument(DocumentJob Job, bool HadPart);
