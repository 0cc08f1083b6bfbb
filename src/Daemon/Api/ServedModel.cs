using PaDeNer.Daemon.Extraction;
using PaDeNer.Streaming.Formats;

namespace PaDeNer.Daemon.Api;

/// <summary>The model that requests are decoded with.</summary>
/// <param name="Extractor">The model.</param>
/// <param name="Labels">The labels that documents may ask for.</param>
internal sealed record ServedModel(Extractor Extractor, IDocumentLabels Labels);
