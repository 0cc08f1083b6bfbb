using PaDeNer.Streaming.Records;

namespace PaDeNer.Streaming.Ports;

/// <summary>Where records come from. All calls from one thread, the poll thread; what listens to assignments is called on it too.</summary>
public interface IRecordSource
{
    /// <summary>Connects and joins; waits for the broker, however long it takes.</summary>
    /// <param name="listener">Hears of assignments.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="StreamSetupException">Something has to be put right by people, for example a topic that does not exist.</exception>
    void Open(IAssignmentListener listener, CancellationToken stop);

    /// <summary>The next record, or null when none came in time. To be called all the time, paused or not: membership depends on it.</summary>
    /// <exception cref="StreamFailureException">The source cannot go on.</exception>
    SourceRecord? Poll(TimeSpan timeout);

    /// <summary>Stops fetching of all partitions, those assigned later included.</summary>
    void Pause();

    /// <summary>Starts fetching again, but for partitions that are paused on their own.</summary>
    void Resume();

    /// <summary>Stops fetching of one partition that we hold, until it is resumed on its own, assigned anew or taken away. Its object says so first.</summary>
    void Pause(SourcePartition partition);

    /// <summary>Starts fetching one partition again, unless all are paused. Its object says so first.</summary>
    void Resume(SourcePartition partition);

    /// <summary>Goes back to an offset of a partition we hold, and does nothing for another. The partition gets a new epoch, so that what was read before is void.</summary>
    /// <exception cref="StreamFailureException">The source cannot go on.</exception>
    void Rewind(SourcePartition partition, long offset);

    /// <summary>
    /// For each assigned partition the records between what has been read or committed and the end. A partition whose end or start is not known, because
    /// nobody was asked yet or nobody answered the last time, is left out. Costs no round trip: brokers are asked in the background, for the next call.
    /// </summary>
    IReadOnlyList<PartitionEnd> Ends();

    /// <summary>Who answered the questions behind <see cref="Ends"/>.</summary>
    SourceState State { get; }

    /// <summary>Gives up everything it holds, as if it were lost, and joins again with a new client; the old one is left behind. For a client that hangs.</summary>
    void Renew();

    /// <summary>Leaves and closes. May take long when the broker is away; nothing may be called after it.</summary>
    void Close();
}
