namespace PaDeNer.Streaming.Formats;

/// <summary>A value is not the JSON it should be. Never leaves <see cref="DocumentReader"/>.</summary>
/// <param name="message">What is wrong and where, without document text.</param>
#pragma warning disable CA1032 // It is thrown in one file and caught in one file.
internal sealed class MalformedRecordException(string message) : Exception(message);
#pragma warning restore CA1032
