using System.Text;
using Microsoft.Extensions.Logging;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>
/// What clients say, condensed: one whose broker is away says the same twenty times a second. Of each kind the first line is told at once, then how many
/// more came, and once that it has stopped. Lines of a client are of one kind where they differ in numbers only. Safe for threads.
/// </summary>
/// <param name="logger">Where it is told.</param>
/// <param name="time">Measures.</param>
internal sealed class ClientLines(ILogger logger, TimeProvider time)
{
    /// <summary>How often <see cref="Tick"/> is to be called.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(5);

    private const int MostKinds = 256;
    private static readonly TimeSpan SummaryEvery = TimeSpan.FromSeconds(30);

    // Above the 10 s that a client lets pass at most before it tries to connect again.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Client, string Kind), Repetition> _kinds = [];

    /// <summary>A client says something.</summary>
    /// <param name="level">How bad it is.</param>
    /// <param name="client">Its name.</param>
    /// <param name="facility">What part of it says so.</param>
    /// <param name="text">The line, without secrets.</param>
    public void Say(LogLevel level, string client, string facility, string text)
    {
        // What people have asked for to find a fault, they get line by line.
        if (logger.IsEnabled(level) && (level < LogLevel.Warning || IsFirst(level, client, facility, text)))
        {
            logger.ClientLogged(level, client, facility, text);
        }
    }

    /// <summary>Tells what was held back long enough, and what has stopped.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            foreach (((string Client, string Kind) key, Repetition kind) in _kinds.ToArray())
            {
                if (time.GetElapsedTime(kind.Heard) >= Silence)
                {
                    _kinds.Remove(key);
                    TimeSpan lasted = time.GetElapsedTime(kind.Began, kind.Heard);
                    if (kind.InAll > 1)
                    {
                        logger.ClientQuiet(key.Client, kind.Facility, kind.InAll, lasted.TotalSeconds, kind.Last);
                    }
                }
                else if (kind.Unsaid > 0 && time.GetElapsedTime(kind.Told) is var untold && untold >= SummaryEvery)
                {
                    logger.ClientRepeats(kind.Level, key.Client, kind.Facility, kind.Unsaid, untold.TotalSeconds, kind.Last);
                    (kind.Unsaid, kind.Told) = (0, time.GetTimestamp());
                }
            }
        }
    }

    private bool IsFirst(LogLevel level, string client, string facility, string text)
    {
        long now = time.GetTimestamp();
        string kind = $"{facility} {Shape(text)}";
        lock (_lock)
        {
            if (_kinds.Count >= MostKinds && !_kinds.ContainsKey((client, kind)))
            {
                kind = facility;
            }

            if (_kinds.TryGetValue((client, kind), out Repetition? known))
            {
                known.InAll++;
                known.Unsaid++;
                (known.Heard, known.Last) = (now, text);
                return false;
            }

            _kinds.Add((client, kind), new Repetition(facility, level, now) { Last = text });
            return true;
        }
    }

    // Without what counts up: numbers, and how long it took.
    private static string Shape(string text)
    {
        int end = text.IndexOf(" (after ", StringComparison.Ordinal);
        StringBuilder shape = new(text.Length);
        foreach (char one in end < 0 ? text.AsSpan() : text.AsSpan(0, end))
        {
            if (!char.IsAsciiDigit(one))
            {
                shape.Append(one);
            }
            else if (shape.Length == 0 || shape[^1] != '#')
            {
                shape.Append('#');
            }
        }

        return shape.ToString();
    }

    private sealed class Repetition(string facility, LogLevel level, long began)
    {
        public string Facility { get; } = facility;

        public LogLevel Level { get; } = level;

        public long Began { get; } = began;

        public long Heard { get; set; } = began;

        public long Told { get; set; } = began;

        public int Unsaid { get; set; }

        public int InAll { get; set; } = 1;

        public required string Last { get; set; }
    }
}
