using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Daemon.Extraction;

/// <summary>
/// Documents that come by a call and not from a topic: into the same engine and its queue, beside those of the stream. How many are inside is
/// bounded here, so that callers are told to come later instead of waiting. Safe from any thread.
/// </summary>
/// <param name="most">Documents inside at once.</param>
/// <param name="time">The clock of the engine.</param>
internal sealed class DirectIntake(int most, TimeProvider time)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(60);
    private const double Smoothing = 0.05;
    private volatile ExtractionEngine? _engine;
    private int _inside;
    private double _stay;

    /// <summary>Whether there is an engine that takes documents.</summary>
    public bool IsOpen => _engine is not null;

    /// <summary>Documents inside.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>How long documents stay inside: after that long, about as many as are there now have left.</summary>
    public TimeSpan RetryAfter => TimeSpan.FromSeconds(Math.Clamp(Volatile.Read(ref _stay), Soonest.TotalSeconds, Latest.TotalSeconds));

    /// <summary>Takes documents from now on.</summary>
    public void Open(ExtractionEngine engine) => _engine = engine;

    /// <summary>Takes no more.</summary>
    public void Close() => _engine = null;

    /// <summary>Makes room for so many documents, each of which is decoded next; false where there is none.</summary>
    public bool TryEnter(int documents)
    {
        if (Interlocked.Add(ref _inside, documents) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _inside, -documents);
        return false;
    }

    /// <summary>Decodes a document that room was made for, and gives the room back.</summary>
    /// <returns>Its outcome; null where it was given up, or the engine stops.</returns>
    public async Task<JobOutcome?> DecodeAsync(IncomingDocument document)
    {
        try
        {
            return _engine is { } engine ? await engine.DecodeAsync(document, document.GiveUp).ConfigureAwait(false) : null;
        }
        catch (Exception end) when (end is ChannelClosedException or OperationCanceledException or EngineFaultException)
        {
            return null; // the service of the engine says why, and the daemon ends with it
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            double stay = time.GetElapsedTime(document.Received).TotalSeconds;
            Volatile.Write(ref _stay, _stay + ((stay - _stay) * Smoothing));
        }
    }
}
