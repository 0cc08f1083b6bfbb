using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Journal;

/// <summary>
/// Which records are in decoding, written down so that the next process knows what this one ended with. One that cannot be written any more
/// says so once and is off from then on: a journal stops no stream. Safe from any thread.
/// </summary>
public sealed class DecodingJournal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ILogger? _logger;
    private readonly JournalState _state;
    private JournalFile? _file;

    private DecodingJournal(JournalFile? file, JournalState state, ILogger? logger) => (_file, _state, _logger) = (file, state, logger);

    /// <summary>A journal that writes nothing and suspects nobody.</summary>
    public static DecodingJournal Off() => new(null, new JournalState(), null);

    /// <summary>The journal of a directory.</summary>
    /// <param name="directory">Where it lies; made where it does not exist. Empty for no journal.</param>
    /// <param name="logger">Is told what the process before ended with.</param>
    /// <exception cref="StreamSetupException">The directory cannot be used, or another process uses it.</exception>
    public static DecodingJournal Open(string directory, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (directory.Length == 0)
        {
            return Off();
        }

        JournalFile? file = null;
        try
        {
            file = JournalFile.Open(directory, out JournalState before);
            JournalState state = before.AfterEnd();
            file.Write(state.Lines());
            if (state.Suspects > 0)
            {
                logger.SuspectsFound(before.InDecoding, state.Suspects);
            }

            return new DecodingJournal(file, state, logger);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new StreamSetupException(
                $"Host:StateDirectory is '{directory}': {failure.Message} It has to be a directory of this daemon's own that it may write to; empty for none.", failure);
        }
    }

    /// <summary>Whether anything is written.</summary>
    internal bool IsOn => _file is not null;

    /// <summary>How often the process ended while a record was alone in decoding; null where it need not be alone.</summary>
    internal int? EndsOf(JournalPlace place)
    {
        lock (_lock)
        {
            return _state.EndsOf(place);
        }
    }

    /// <summary>Writes down what happens.</summary>
    internal void Note(in JournalLine line)
    {
        lock (_lock)
        {
            if (_file is null)
            {
                return;
            }

            _state.Take(line);
            try
            {
                if (_file.IsLong)
                {
                    _file.Write(_state.Lines());
                }
                else
                {
                    _file.Append(line + "\n");
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _logger!.JournalFailed(failure);
                _file.Dispose();
                _file = null;
            }
        }
    }

    /// <summary>Everything of a partition below an offset is committed.</summary>
    internal void Committed(CommitWatermark watermark) =>
        Note(new JournalLine(JournalEvent.Committed, new JournalPlace(watermark.Partition, watermark.NextOffset)));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }
}
