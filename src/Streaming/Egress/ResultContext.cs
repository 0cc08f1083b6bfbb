using PaDeNer.Streaming.Formats;

namespace PaDeNer.Streaming.Egress;

/// <summary>What every result says of the daemon that made it.</summary>
/// <param name="Model">The model.</param>
/// <param name="ServiceVersion">The daemon's version; in the header <c>padener-version</c>.</param>
public sealed record ResultContext(ModelIdentity Model, string ServiceVersion);
