namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>What a run has done so far. Written by the run's two ends, read by the progress display.</summary>
internal sealed class ExtractTally
{
    private const int BadLinesKept = 1000;
    private readonly Lock _lock = new();
    private readonly List<BadLine> _badLines = [];
    private long _badLineCount;
    private long _bytes;
    private long _documents;

    /// <summary>Bytes of input handed to the lanes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Results written.</summary>
    public long Documents => Interlocked.Read(ref _documents);

    /// <summary>Entities in them.</summary>
    public long Entities { get; set; }

    /// <summary>Bad lines; only the first thousand are kept in <see cref="BadLines"/>.</summary>
    public long BadLineCount => Interlocked.Read(ref _badLineCount);

    /// <summary>The first bad lines, in order. Those that could not be read are found before those that could not be decoded.</summary>
    public IReadOnlyList<BadLine> BadLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _badLines.OrderBy(static line => line.Number)];
            }
        }
    }

    /// <summary>Counts input.</summary>
    public void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Counts a result.</summary>
    public void AddDocument() => Interlocked.Increment(ref _documents);

    /// <summary>Counts a bad line.</summary>
    public void Add(BadLine line)
    {
        lock (_lock)
        {
            _badLineCount++;
            if (_badLines.Count < BadLinesKept)
            {
                _badLines.Add(line);
            }
        }
    }
}
