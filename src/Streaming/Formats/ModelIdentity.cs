namespace PaDeNer.Streaming.Formats;

/// <summary>Which model made a result.</summary>
/// <param name="Name">Its name, which two files may share.</param>
/// <param name="Sha256">The SHA-256 of its file, 64 hexadecimal digits in lower case, as <c>sha256sum</c> prints it.</param>
public sealed record ModelIdentity(string Name, string Sha256);
