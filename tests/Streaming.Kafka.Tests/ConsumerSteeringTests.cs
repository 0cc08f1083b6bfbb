using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Testing.Streams;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class ConsumerSteeringTests
{
    private readonly Assignment _assignment = new();
    private readonly List<string> _calls = [];
    private readonly Queue<Exception> _failures = new();
    private readonly ConsumerSteering _steering;

    public ConsumerSteeringTests()
    {
        _assignment.Assign([Given.Partition(0), Given.Partition(1)]);
        _steering = new ConsumerSteering(_assignment, NullLogger.Instance);
        _steering.Attach(new SteeringCalls(
            () => [.. _assignment.Held.Select(static one => KafkaRecords.Partition(one.Partition))],
            partitions => Called("pause", partitions),
            partitions => Called("resume", partitions),
            to => Called($"seek {to.Partition.Value}@{to.Offset.Value}", [])));
    }

    [Fact]
    public void A_pause_that_fails_for_the_moment_is_made_again_with_the_next_poll_and_then_no_more()
    {
        _failures.Enqueue(Refused(ErrorCode.Local_State));
        _steering.Pause();
        Assert.Equal(["pause 0 1"], _calls);

        _steering.CatchUpPauses();
        _steering.CatchUpPauses();

        Assert.Equal(["pause 0 1", "pause 0 1"], _calls);
    }

    [Fact]
    public void What_is_made_again_is_what_is_wanted_by_then()
    {
        _steering.Pause();
        PauseAlone(1);
        _failures.Enqueue(new KafkaException(ErrorCode.Local_TimedOut));
        _steering.Resume();
        _calls.Clear();

        _steering.CatchUpPauses();

        Assert.Equal(["pause 1", "resume 0"], _calls);
    }

    [Fact]
    public void A_partition_that_has_gone_meanwhile_needs_nothing()
    {
        _failures.Enqueue(Refused(ErrorCode.NoError, ErrorCode.Local_UnknownPartition));
        _failures.Enqueue(new KafkaException(ErrorCode.Local_UnknownPartition));

        _steering.Pause();
        Rewind(0, 5);
        _steering.CatchUpPauses();
        _steering.CatchUpRewinds();

        Assert.Equal(["pause 0 1", "seek 0@5"], _calls);
        Assert.Null(Held(0).RewindTo);
    }

    [Theory]
    [InlineData(ErrorCode.Local_InvalidArg)]
    [InlineData(ErrorCode.Local_Fatal)]
    [InlineData(ErrorCode.Unknown)] // nobody has thought about it
    public void What_will_never_work_stops_the_stream(ErrorCode code)
    {
        _failures.Enqueue(Refused(ErrorCode.NoError, code));
        Assert.Contains($"Pausing or resuming failed: {code}", Assert.Throws<StreamFailureException>(_steering.Pause).Message, StringComparison.Ordinal);
        _failures.Enqueue(new KafkaException(code));
        Assert.Contains("Pausing or resuming failed", Assert.Throws<StreamFailureException>(_steering.Resume).Message, StringComparison.Ordinal);
        _failures.Enqueue(new KafkaException(code));
        Assert.Contains("Going back failed", Assert.Throws<StreamFailureException>(() => Rewind(0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Until_a_partition_has_gone_back_nothing_is_taken_from_it()
    {
        _failures.Enqueue(new KafkaException(ErrorCode.Local_State));
        _failures.Enqueue(new KafkaException(ErrorCode.Local_TimedOut));

        Rewind(1, 7);
        _steering.CatchUpRewinds();
        Assert.NotNull(Held(1).RewindTo);
        Assert.Null(Held(0).RewindTo);
        _steering.CatchUpRewinds();
        Assert.Null(Held(1).RewindTo);
        _steering.CatchUpRewinds();

        Assert.Equal(["seek 1@7", "seek 1@7", "seek 1@7"], _calls);
    }

    [Fact]
    public void With_a_partition_go_its_pause_and_its_way_back()
    {
        PauseAlone(1);
        _failures.Enqueue(new KafkaException(ErrorCode.Local_State));
        Rewind(1, 7);
        _calls.Clear();

        _assignment.Drop([Given.Partition(1)]);
        _steering.CatchUpRewinds();
        _assignment.Assign([Given.Partition(1)]);
        _steering.Assigned();
        _steering.CatchUpRewinds();
        Assert.Empty(_calls);
        _steering.CatchUpPauses();
        _steering.CatchUpPauses();

        Assert.Equal(["resume 1"], _calls);
        Assert.False(_steering.IsPaused(Held(1)));
        Assert.Null(Held(1).RewindTo);
    }

    [Fact]
    public void A_partition_that_went_while_all_were_paused_is_fetched_when_it_comes_back()
    {
        _steering.Pause();
        _assignment.Drop([Given.Partition(1)]);
        _steering.Resume();
        _assignment.Assign([Given.Partition(1)]);
        _steering.Assigned();
        _steering.CatchUpPauses();
        Assert.Equal(["pause 0 1", "resume 0", "resume 1"], _calls);
        _calls.Clear();

        _steering.Assigned();
        _steering.CatchUpPauses();
        Assert.Empty(_calls);
    }

    [Fact]
    public void A_client_that_is_new_is_told_nothing_of_what_the_one_before_had_paused()
    {
        _steering.Pause();
        _steering.Detach();
        _steering.Resume();
        _steering.Attach(new SteeringCalls(
            () => [KafkaRecords.Partition(Given.Partition(0))], partitions => Called("pause", partitions), partitions => Called("resume", partitions), static _ => { }));
        _calls.Clear();
        _steering.Assigned();
        _steering.CatchUpPauses();
        Assert.Empty(_calls);
    }

    [Fact]
    public void A_partition_that_stays_ours_under_a_new_epoch_is_fetched_again()
    {
        PauseAlone(1);
        _calls.Clear();
        Renew(0);
        Renew(1);
        Assert.Equal(["resume 1"], _calls);
    }

    [Fact]
    public void A_partition_that_stays_ours_is_not_fetched_while_all_are_paused()
    {
        PauseAlone(1);
        _steering.Pause();
        _calls.Clear();
        Renew(1);
        Assert.Empty(_calls);
        _steering.Resume();
        Assert.Equal(["resume 0 1"], _calls);
    }

    private AssignedPartition Held(int partition) => _assignment.Find(Given.Partition(partition))!;

    private void PauseAlone(int partition)
    {
        Held(partition).IsPaused = true;
        _steering.Pause(Held(partition));
    }

    private void Rewind(int partition, long offset)
    {
        Held(partition).Rewind(offset);
        _steering.GoBack(Held(partition));
    }

    private void Renew(int partition)
    {
        AssignedPartition before = Held(partition);
        _assignment.Assign([before.Partition]);
        _steering.Renewed(before);
    }

    private static TopicPartitionException Refused(params ErrorCode[] codes) =>
        new([.. codes.Select(static (code, number) => new TopicPartitionError(Given.Topic, number, new Error(code)))]);

    private void Called(string what, IEnumerable<TopicPartition> partitions)
    {
        _calls.Add(string.Join(' ', (string[])[what, .. partitions.Select(static one => one.Partition.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))]));
        if (_failures.TryDequeue(out Exception? failure))
        {
            throw failure;
        }
    }
}
