using System.Collections.Concurrent;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>On which lines the documents stand that are in decoding, so that a fault can name its line. Written by the feed, emptied by the sink.</summary>
internal sealed class LinesInFlight
{
    private readonly ConcurrentDictionary<long, long> _lines = new();

    /// <summary>Notes the line of a document, before it is handed on.</summary>
    public void Add(long ticket, long line) => _lines[ticket] = line;

    /// <summary>The line of a document that has ended; forgotten then.</summary>
    public long Take(long ticket) => _lines.TryRemove(ticket, out long line) ? line : throw new InvalidOperationException($"Document {ticket} ended twice or was never fed.");
}
