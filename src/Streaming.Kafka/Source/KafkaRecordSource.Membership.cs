using Confluent.Kafka;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;

namespace PaDeNer.Streaming.Kafka.Source;

/// <content>Joining and leaving the group, and what it gives and takes. Poll thread only.</content>
internal sealed partial class KafkaRecordSource
{
    private void Join(IAssignmentListener listener)
    {
        _files = clients.Files;
        IConsumer<byte[]?, byte[]?>? made = null;
        // A consumer that was left behind tells nobody anything.
        made = clients.Consumer(error => _fatal = IsLeft(made) ? _fatal : error)
            .SetPartitionsAssignedHandler((one, partitions) => Unless(IsLeft(one), () => OnAssigned(partitions)))
            .SetPartitionsRevokedHandler((one, partitions) => Unless(IsLeft(one), () => OnRevoked(listener, partitions)))
            .SetPartitionsLostHandler((one, partitions) => Unless(IsLeft(one), () => OnLost(listener, partitions)))
            .Build();
        _member.Consumer = made;
        _ends = new PartitionEnds(made, assignment, _steering, _options.OffsetReset, logger);
        _steering.Attach(SteeringCalls.Of(made));
        made.Subscribe(_options.InputTopic);
        logger.GroupJoining(_options.GroupId, _options.InputTopic, _options.BootstrapServers);
    }

    private void OnRevoked(IAssignmentListener listener, List<TopicPartitionOffset> partitions)
    {
        _member.Settle(StartOver);
        listener.Revoked(KafkaRecords.Partitions(partitions));
    }

    private void OnLost(IAssignmentListener listener, List<TopicPartitionOffset> partitions)
    {
        _selfFencing.Lost();
        listener.Lost(KafkaRecords.Partitions(partitions));
    }

    private bool IsLeft(IConsumer<byte[]?, byte[]?>? consumer) => consumer is not null && !ReferenceEquals(consumer, _member.Consumer);

    private static void Unless(bool condition, Action action)
    {
        if (!condition)
        {
            action();
        }
    }

    // We were put out of the group and are in it again as another member, and the client has kept our partitions: others had them meanwhile. What we have of them is
    // void, and they are read again from where they are committed by now.
    private void StartOver()
    {
        AssignedPartition[] held = [.. assignment.Held];
        if (held.Length == 0)
        {
            return;
        }

        logger.MemberAnew(_options.GroupId, held.Length);
        Begins.Assigned(held.Select(static one => one.Partition));
        foreach (AssignedPartition one in held)
        {
            long? from = assignment.UncommittedFrom(one);
            AssignedPartition renewed = Renew(one);
            if (from is { } offset)
            {
                // The next poll tells the client, which may be in the middle of a rebalance.
                renewed.Rewind(offset);
            }
        }
    }

    private void OnAssigned(List<TopicPartition> partitions)
    {
        _member.Settle(StartOver);
        _entry.LetIn();
        _steering.Assigned();
        Begins.Assigned(partitions.Select(KafkaRecords.Partition));
        _listener!.Assigned([.. partitions.Select(KafkaRecords.Partition)]);
    }

    // A client that was turned away is of no use any more, so it goes, and another one asks after a while.
    private void WaitForEntry(Error error, KafkaException exception)
    {
        if (!_entry.Refused())
        {
            throw ConsumerFailure.Of(error, _options, exception);
        }

        if (error.Code == ErrorCode.UnreleasedInstanceId)
        {
            logger.NameTaken(_options.InstanceId, _options.GroupId);
        }
        else
        {
            logger.GroupIsClassic(_options.GroupId);
        }

        Leave();
    }

    // Leaving is as good as a revocation: what is finished is committed by the client that goes.
    private void RenewWhereFilesChanged()
    {
        if (clients.Files is var files && files != _files)
        {
            _files = files;
            if (ClientRenewal.TryMake(clients.Consumer(static _ => { }).Build, logger) is { } works)
            {
                works.Dispose();
                Leave();
                Join(_listener!);
            }
        }
    }

    private void Leave()
    {
        IConsumer<byte[]?, byte[]?> spent = Consumer;
        Close(spent);
        _steering.Detach();
        _member.Consumer = null;
        _ends!.Finish();
        _ends = null;

        // Another thread may be in a call of it just now; none takes that long.
        _ = Task.Delay(Spent, time).ContinueWith(_ => spent.Dispose(), TaskScheduler.Default);
    }

    private void Close(IConsumer<byte[]?, byte[]?>? consumer)
    {
        try
        {
            consumer?.Close();
        }
        catch (KafkaException exception) when (EntryWait.IsMeant(exception.Error.Code))
        {
            // It was never let in, which is why it goes.
        }
        catch (KafkaException exception)
        {
            logger.CloseFailed(exception.Error.Code, exception.Error.Reason);
        }
    }

    private bool JoinsAgain(TimeSpan timeout)
    {
        if (_listener is not { } listener || !_entry.IsOver)
        {
            _stop.WaitHandle.WaitOne(timeout);
            return false;
        }

        Join(listener);
        return true;
    }
}
