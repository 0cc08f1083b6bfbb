using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Daemon.Streams;

namespace PaDeNer.Daemon.Kafka;

/// <summary>
/// Which partitions are fetched and from where, as it is wanted; the client is told so, and told again with the next poll where it could not
/// do it now. Errors are judged by <see cref="KafkaErrorPolicy"/>. Poll thread only.
/// </summary>
/// <param name="assignment">The partitions we hold.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed class ConsumerSteering(AssignmentTable assignment, ILogger logger)
{
    private readonly HashSet<SourcePartition> _pausedAlone = [];
    private readonly Dictionary<SourcePartition, long> _rewinds = [];
    private SteeringCalls? _calls;
    private bool _paused;
    private bool _again;

    /// <summary>The consumer to steer from now on.</summary>
    public void Attach(SteeringCalls calls) => _calls = calls;

    /// <summary>Whether a partition is not fetched.</summary>
    public bool IsPaused(SourcePartition partition) => _paused || _pausedAlone.Contains(partition);

    /// <summary>Whether a partition is still to go back: what comes of it until then comes again.</summary>
    public bool IsRewinding(SourcePartition partition) => _rewinds.ContainsKey(partition);

    /// <summary>Pauses all partitions, those assigned later included.</summary>
    public void Pause()
    {
        _paused = true;
        Steer(static calls => calls.Pause(calls.Assignment()));
    }

    /// <summary>Resumes all partitions but those that are paused on their own.</summary>
    public void Resume()
    {
        _paused = false;
        Steer(calls => calls.Resume(calls.Assignment().Where(one => !_pausedAlone.Contains(KafkaRecords.Partition(one)))));
    }

    /// <summary>Pauses one partition that we hold.</summary>
    public void Pause(SourcePartition partition)
    {
        if (assignment.Find(partition) is not null && _pausedAlone.Add(partition))
        {
            Steer(calls => calls.Pause([KafkaRecords.Partition(partition)]));
        }
    }

    /// <summary>Resumes one partition, unless all are paused.</summary>
    public void Resume(SourcePartition partition)
    {
        if (_pausedAlone.Remove(partition) && !_paused)
        {
            Steer(calls => calls.Resume([KafkaRecords.Partition(partition)]));
        }
    }

    /// <summary>Has a partition that we hold read from an offset on.</summary>
    public void Rewind(SourcePartition partition, long offset)
    {
        _rewinds[partition] = offset;
        Seek(partition);
    }

    /// <summary>Partitions have come: they are fetched unless all are paused.</summary>
    public void Assigned() => _again |= _paused;

    /// <summary>Partitions are no longer ours.</summary>
    public void Taken(IReadOnlyList<SourcePartition> partitions)
    {
        _pausedAlone.ExceptWith(partitions);
        foreach (SourcePartition partition in partitions)
        {
            _rewinds.Remove(partition);
        }
    }

    /// <summary>Tells the client where to go back that could not do it before. To be called before a poll, so that what it gives comes after it.</summary>
    public void CatchUpRewinds()
    {
        foreach (SourcePartition partition in _rewinds.Keys.ToArray())
        {
            Seek(partition);
        }
    }

    /// <summary>Tells the client what to fetch where it has not been told yet, or could not do it. To be called after a poll, which may have assigned partitions.</summary>
    public void CatchUpPauses()
    {
        if (_again)
        {
            _again = false;
            Steer(calls =>
            {
                ILookup<bool, TopicPartition> byPause = calls.Assignment().ToLookup(one => IsPaused(KafkaRecords.Partition(one)));
                if (byPause.Contains(true))
                {
                    calls.Pause(byPause[true]);
                }

                if (byPause.Contains(false))
                {
                    calls.Resume(byPause[false]);
                }
            });
        }
    }

    private void Steer(Action<SteeringCalls> steer) => _again |= !IsDone(KafkaCall.Pause, "Pausing or resuming", steer);

    private void Seek(SourcePartition partition)
    {
        if (IsDone(KafkaCall.Seek, "Going back", calls => calls.Seek(new TopicPartitionOffset(KafkaRecords.Partition(partition), _rewinds[partition]))))
        {
            _rewinds.Remove(partition);
        }
    }

    /// <summary>Makes a call; false where it is to be made again.</summary>
    private bool IsDone(KafkaCall call, string what, Action<SteeringCalls> make)
    {
        if (_calls is null)
        {
            return true;
        }

        try
        {
            make(_calls);
            return true;
        }
        catch (TopicPartitionException exception)
        {
            return exception.Results.TrueForAll(result => IsDone(call, what, result.Error, exception));
        }
        catch (KafkaException exception)
        {
            return IsDone(call, what, exception.Error, exception);
        }
    }

    private bool IsDone(KafkaCall call, string what, Error error, KafkaException exception)
    {
        if (error.Code == ErrorCode.NoError)
        {
            return true;
        }

        switch (KafkaErrorPolicy.React(call, error.Code, error.IsFatal))
        {
            case KafkaReaction.GoOn:
                return true;
            case KafkaReaction.Again:
                logger.SteeringTrouble(what, error.Code, error.Reason);
                return false;
            default:
                throw new StreamFailureException($"{what} failed: {error.Code}: {error.Reason}", exception);
        }
    }
}
