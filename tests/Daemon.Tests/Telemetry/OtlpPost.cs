namespace PaDeNer.Daemon.Tests.Telemetry;

/// <summary>A post to a collector.</summary>
/// <param name="Path">Where to.</param>
/// <param name="ContentType">What it says it is.</param>
/// <param name="Key">The header <c>x-key</c>.</param>
/// <param name="Body">Its bytes, each as a character.</param>
internal sealed record OtlpPost(string Path, string? ContentType, string? Key, string Body);
