using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Source;

/// <summary>
/// Tells the client which partitions to fetch and from where, as their objects say, and tells it again with the next poll where it could not do
/// it now. Errors are judged by <see cref="KafkaErrorPolicy"/>. Poll thread only.
/// </summary>
/// <param name="assignment">The partitions we hold.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed class ConsumerSteering(Assignment assignment, ILogger logger)
{
    // A client remembers a pause for as long as it lives, also of a partition that goes and comes back, and a resume of one that it has not changes nothing.
    private readonly HashSet<TopicPartition> _pausedByClient = [];
    private SteeringCalls? _calls;
    private bool _paused;
    private bool _again;

    /// <summary>The consumer to steer from now on.</summary>
    public void Attach(SteeringCalls calls)
    {
        _calls = calls;
        _pausedByClient.Clear();
    }

    /// <summary>There is no consumer to steer; the next one is told what holds then.</summary>
    public void Detach() => _calls = null;

    /// <summary>Whether a partition is not fetched.</summary>
    public bool IsPaused(AssignedPartition partition) => _paused || partition.IsPaused;

    /// <summary>Pauses all partitions, those assigned later included.</summary>
    public void Pause()
    {
        _paused = true;
        Steer(calls => Pause(calls, calls.Assignment()));
    }

    /// <summary>Resumes all partitions but those that are paused on their own.</summary>
    public void Resume()
    {
        _paused = false;
        Steer(calls => Resume(calls, calls.Assignment().Where(one => !IsPaused(one))));
    }

    /// <summary>Pauses one partition, as its object says.</summary>
    public void Pause(AssignedPartition partition) => Steer(calls => Pause(calls, [KafkaRecords.Partition(partition.Partition)]));

    /// <summary>Resumes one partition, as its object says, unless all are paused.</summary>
    public void Resume(AssignedPartition partition)
    {
        if (!_paused)
        {
            Steer(calls => Resume(calls, [KafkaRecords.Partition(partition.Partition)]));
        }
    }

    /// <summary>Has the client go back to where a partition is to be rewound; nothing where it stands right.</summary>
    public void GoBack(AssignedPartition partition)
    {
        if (partition.RewindTo is { } offset
            && IsDone(KafkaCall.Seek, "Going back", calls => calls.Seek(new TopicPartitionOffset(KafkaRecords.Partition(partition.Partition), offset))))
        {
            partition.Rewound();
        }
    }

    /// <summary>Partitions have come: they are fetched unless all are paused, whatever the client remembers of them.</summary>
    public void Assigned() => _again |= _paused || _pausedByClient.Count > 0;

    /// <summary>A partition has stayed ours under a new epoch: the client is told that the pause of the one before has ended with it.</summary>
    public void Renewed(AssignedPartition before)
    {
        if (before.IsPaused)
        {
            Resume(before);
        }
    }

    /// <summary>Tells the client where to go back that could not do it before. To be called before a poll, so that what it gives comes after it.</summary>
    public void CatchUpRewinds()
    {
        foreach (AssignedPartition partition in assignment.Held)
        {
            GoBack(partition);
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
                ILookup<bool, TopicPartition> byPause = calls.Assignment().ToLookup(IsPaused);
                Pause(calls, byPause[true]);
                Resume(calls, byPause[false].Where(_pausedByClient.Contains));
            });
        }
    }

    private bool IsPaused(TopicPartition partition) => _paused || assignment.Find(KafkaRecords.Partition(partition)) is { IsPaused: true };

    private void Pause(SteeringCalls calls, IEnumerable<TopicPartition> partitions)
    {
        TopicPartition[] paused = [.. partitions];
        if (paused.Length > 0)
        {
            // Before the call: of one that fails some may be paused all the same.
            _pausedByClient.UnionWith(paused);
            calls.Pause(paused);
        }
    }

    private void Resume(SteeringCalls calls, IEnumerable<TopicPartition> partitions)
    {
        TopicPartition[] resumed = [.. partitions];
        if (resumed.Length > 0)
        {
            calls.Resume(resumed);
            _pausedByClient.ExceptWith(resumed);
        }
    }

    private void Steer(Action<SteeringCalls> steer) => _again |= !IsDone(KafkaCall.Pause, "Pausing or resuming", steer);

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
