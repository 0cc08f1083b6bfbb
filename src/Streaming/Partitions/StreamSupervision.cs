using System.Globalization;

namespace PaDeNer.Streaming.Partitions;

/// <summary>What the two ends of the stream are at, for whoever watches over them, and how they are told to begin anew with other clients. Safe for threads.</summary>
public sealed class StreamSupervision
{
    private volatile string _reading = "nothing yet";
    private volatile string _publishing = "nothing yet";
    private volatile bool _isRenewalAsked;

    /// <summary>What the poll thread is at.</summary>
    public string Reading
    {
        get => _reading;
        set => _reading = value;
    }

    /// <summary>What the publisher's sink is at.</summary>
    public string Publishing
    {
        get => _publishing;
        set => _publishing = value;
    }

    /// <summary>Has the poll thread leave everything and join the group with a new client, as soon as it comes back from where it is.</summary>
    public void AskForRenewal() => _isRenewalAsked = true;

    /// <summary>Whether it is to do so; asked once. Poll thread only.</summary>
    internal bool TakeRenewal()
    {
        bool isAsked = _isRenewalAsked;
        _isRenewalAsked = false;
        return isAsked;
    }

    /// <summary>How each partition stands, a line each. For a log: from any thread, and perhaps a moment old.</summary>
    public static IReadOnlyList<string> Describe(Assignment assignment) => [.. assignment.Held.Select(one => Describe(assignment, one))];

    private static string Describe(Assignment assignment, AssignedPartition one)
    {
        (LedgerLoad load, HaltedPartition? halt) = assignment.Ledger.Look(one);
        string paused = halt is not null ? $", halted at {halt.Position}" : one.IsPaused ? ", paused" : string.Empty;
        return $"{one.Partition}, epoch {one.Epoch}: read up to {Known(one.NextRead)}, first record not committed {Known(assignment.Ledger.FirstUncommitted(one))}, end {Known(one.AnsweredEnd)}, "
            + $"{load.Records} records with {load.Bytes} bytes in flight{paused}";
    }

    private static string Known(long? offset) => offset is { } known ? known.ToString(CultureInfo.InvariantCulture) : "unknown";
}
