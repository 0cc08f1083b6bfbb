using PaDeNer.Decoding.Entities;

namespace PaDeNer.Streaming.Formats;

/// <summary>A value is not the JSON it should be. Never leaves <see cref="DocumentReader"/>.</summary>
/// <param name="message">What is wrong and where, without document text.</param>
/// <param name="fault">What it is called.</param>
#pragma warning disable CA1032 // It is thrown in two files and caught in one.
internal sealed class MalformedRecordException(string message, DocumentFault fault = DocumentFault.MalformedJson) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>What it is called.</summary>
    public DocumentFault Fault => fault;
}
