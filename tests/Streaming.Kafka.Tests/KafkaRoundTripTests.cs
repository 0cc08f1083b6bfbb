using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Source;
using PaDeNer.Streaming.Partitions;
using PaDeNer.Streaming.Ports;
using PaDeNer.Streaming.Records;
using PaDeNer.Testing.Streams;
using PaDeNer.Testing.Time;

namespace PaDeNer.Streaming.Kafka.Tests;

public sealed class KafkaRoundTripTests : IDisposable
{
    private readonly EmbeddedKafka _kafka = new();

    [Fact]
    public async Task Records_come_as_they_were_written_and_in_order_per_partition()
    {
        Headers headers = [];
        headers.Add("traceparent", Given.Bytes("00-1-2-01"));
        headers.Add("empty", null);
        await _kafka.ProduceAsync(Enumerable.Range(0, 30).Select(static n => (n % 3, (string?)$"key {n % 3}", (byte[]?)[0xFF, (byte)n])), headers);
        await _kafka.ProduceAsync([(0, null, null)]);
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        source.Open(listener, TestContext.Current.CancellationToken);

        List<SourceRecord> records = EmbeddedKafka.Poll(source, 31);

        Assert.Equal(31, records.Count);
        Assert.Equal(3, listener.Epochs.Count);
        foreach (IGrouping<int, SourceRecord> partition in records.GroupBy(static one => one.Position.Partition.Number))
        {
            Assert.Equal(Enumerable.Range(0, partition.Count()).Select(static n => (long)n), partition.Select(static one => one.Position.Offset));
            Assert.All(partition, one => Assert.Equal(listener.Epochs[one.Position.Partition], one.Position.Epoch));
        }

        SourceRecord first = records.First(static one => one.Position.Partition.Number == 2);
        Assert.Equal(Given.Bytes("key 2"), first.Key);
        Assert.Equal([0xFF, 2], first.Value!);
        Assert.Equal(["traceparent", "empty"], first.Headers.Select(static one => one.Name));
        Assert.Null(first.Headers[1].Value);
        Assert.NotNull(first.Timestamp);
        SourceRecord tombstone = records.Single(static one => one.Value is null);
        Assert.Null(tombstone.Key);
        source.Close();
    }

    [Theory]
    [InlineData(1_700_000_000_123_456)]
    [InlineData(1_700_000_000_123_456_789)]
    [InlineData(long.MaxValue)]
    public async Task A_timestamp_that_is_no_date_is_carried_as_it_stands(long timestamp)
    {
        await _kafka.ProduceAsync([(0, null, [1])], timestamp: timestamp);
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Equal(timestamp, Assert.Single(EmbeddedKafka.Poll(source, 1)).Timestamp);
        source.Close();
    }

    // This broker forgets offsets that come in transactions; the end-to-end tests see those on a real one.
    [Fact]
    public async Task A_restart_resumes_at_the_committed_watermark()
    {
        await _kafka.ProduceAsync(Enumerable.Range(0, 10).Select(static n => (0, (string?)null, (byte[]?)[(byte)n])));
        using (ServiceProvider services = _kafka.Services(("Delivery:Mode", "AtLeastOnce")))
        {
            IRecordSource source = services.GetRequiredService<IRecordSource>();
            Listener listener = new(services);
            source.Open(listener, TestContext.Current.CancellationToken);
            Assert.Equal(10, EmbeddedKafka.Poll(source, 10).Count);
            CommitWatermark mark = new(Given.Partition(), listener.Epochs[Given.Partition()], 4);
            CommitWatermark stale = mark with { Epoch = new AssignmentEpoch(-1), NextOffset = 9 };
            SinkRecord record = new(SinkTopic.Output, Given.Bytes("k"), Given.Bytes("v"), [new RecordHeader("a", null), RecordHeaders.Text("b", "c")]);
            IRecordSink sink = services.GetRequiredService<IRecordSink>();

            CommitResult result = await sink.CommitAsync(new CommitBatch([record], [mark]), TestContext.Current.CancellationToken);
            Assert.Equal([mark], result.Committed);
            CommitResult nothing = await sink.CommitAsync(new CommitBatch([], [stale]), TestContext.Current.CancellationToken);
            Assert.Empty(nothing.Committed);
            Assert.Empty(nothing.Deferred);
            source.Close();
        }

        ConsumeResult<byte[]?, byte[]?> written = Assert.Single(_kafka.ReadAll("entities", 1));
        Assert.Equal(Given.Bytes("k"), written.Message.Key);
        Assert.Equal(Given.Bytes("v"), written.Message.Value);
        Assert.Null(written.Message.Headers[0].GetValueBytes());
        Assert.Equal(Given.Bytes("c"), written.Message.Headers[1].GetValueBytes());

        using ServiceProvider again = _kafka.Services();
        IRecordSource second = again.GetRequiredService<IRecordSource>();
        second.Open(new Listener(again), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(4, 6).Select(static n => (long)n), EmbeddedKafka.Poll(second, 6).Select(static one => one.Position.Offset));
        second.Close();
    }

    [Fact]
    public async Task Rewinding_reads_again_under_a_new_epoch()
    {
        await _kafka.ProduceAsync(Enumerable.Range(0, 6).Select(static n => (1, (string?)null, (byte[]?)[(byte)n])));
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        source.Open(listener, TestContext.Current.CancellationToken);
        AssignmentEpoch before = EmbeddedKafka.Poll(source, 6)[0].Position.Epoch;

        source.Rewind(Given.Partition(1), 2);

        List<SourceRecord> records = EmbeddedKafka.Poll(source, 4);
        Assert.Equal([2L, 3, 4, 5], records.Select(static one => one.Position.Offset));
        Assert.All(records, one => Assert.NotEqual(before, one.Position.Epoch));
        source.Close();
    }

    [Fact]
    public void A_partition_that_is_not_ours_is_not_gone_back_in()
    {
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        source.Open(listener, TestContext.Current.CancellationToken);

        source.Rewind(Given.Partition(1), 2);

        Assert.Empty(listener.Epochs);
        source.Close();
    }

    [Fact]
    public async Task While_paused_nothing_comes_and_nothing_is_lost()
    {
        await _kafka.ProduceAsync([(0, null, [1])]);
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        source.Pause();
        await _kafka.ProduceAsync([(0, null, [2]), (1, null, [3])]);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.Null(source.Poll(TimeSpan.FromMilliseconds(50)));
        }

        source.Resume();
        Assert.Equal(2, EmbeddedKafka.Poll(source, 2).Count);
        await Eventually.HoldsAsync(() => source.Ends().Contains(new PartitionEnd(Given.Partition(), 2, 2)), "its end");
        source.Close();
    }

    [Fact]
    public async Task A_partition_paused_on_its_own_holds_no_other_up_and_its_end_is_still_known()
    {
        await _kafka.ProduceAsync([(0, null, [1]), (1, null, [1])]);
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Equal(2, EmbeddedKafka.Poll(source, 2).Count);
        AssignedPartition alone = services.GetRequiredService<Assignment>().Find(Given.Partition(0))!;
        alone.IsPaused = true;
        source.Pause(Given.Partition(0));
        await _kafka.ProduceAsync([(0, null, [2]), (1, null, [3])]);
        Assert.Equal(1, Assert.Single(EmbeddedKafka.Poll(source, 1)).Position.Partition.Number);
        source.Pause();
        source.Resume();
        await Eventually.HoldsAsync(() => source.Ends().Contains(new PartitionEnd(Given.Partition(), 2, 1)), "the end of a paused partition");
        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.Null(source.Poll(TimeSpan.FromMilliseconds(50)));
        }

        alone.IsPaused = false;
        source.Resume(Given.Partition(0));
        Assert.Equal(1, Assert.Single(EmbeddedKafka.Poll(source, 1)).Position.Offset);
        source.Close();
    }

    [Fact]
    public async Task A_pause_ends_with_its_assignment()
    {
        await _kafka.ProduceAsync(Enumerable.Range(0, 4).Select(static n => (1, (string?)null, (byte[]?)[(byte)n])));
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Equal(4, EmbeddedKafka.Poll(source, 4).Count);
        services.GetRequiredService<Assignment>().Find(Given.Partition(1))!.IsPaused = true;
        source.Pause(Given.Partition(1));

        source.Rewind(Given.Partition(1), 2);

        Assert.Equal([2L, 3], EmbeddedKafka.Poll(source, 2).Select(static one => one.Position.Offset));
        source.Close();
    }

    // The client goes on pausing a partition that went while it was paused, and came back when it was not wanted to be any more.
    [Fact]
    public async Task A_partition_that_went_while_all_were_paused_is_read_when_it_comes_back()
    {
        using ServiceProvider services = _kafka.Services(), others = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>(), other = others.GetRequiredService<IRecordSource>();
        Assignment ours = services.GetRequiredService<Assignment>(), theirs = others.GetRequiredService<Assignment>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        PollUntil(() => ours.Held.Count == EmbeddedKafka.Partitions, source);
        source.Pause();
        other.Open(new Listener(others), TestContext.Current.CancellationToken);
        PollUntil(() => theirs.Held.Count > 0, source, other);
        source.Resume();
        other.Close();
        PollUntil(() => ours.Held.Count == EmbeddedKafka.Partitions, source);

        await _kafka.ProduceAsync(Enumerable.Range(0, EmbeddedKafka.Partitions).Select(static n => (n, (string?)null, (byte[]?)[(byte)n])));

        Assert.Equal([0, 1, 2], EmbeddedKafka.Poll(source, 3).Select(static one => one.Position.Partition.Number).Order());
        source.Close();
    }

    [Fact]
    public async Task Who_gives_up_waits_for_no_commit()
    {
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        await _kafka.ProduceAsync([(0, null, [1])]);
        source.Open(listener, TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        IRecordSink sink = services.GetRequiredService<IRecordSink>();
        CommitBatch batch = new([], [new CommitWatermark(Given.Partition(), listener.Epochs[Given.Partition()], 1)]);
        _kafka.Dispose();
        using CancellationTokenSource giveUp = new(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sink.CommitAsync(batch, giveUp.Token).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ExactlyOnce")]
    [InlineData("AtLeastOnce")]
    public async Task A_record_too_large_is_rejected_and_no_watermark_moves(string mode)
    {
        using ServiceProvider services = _kafka.Services(("Kafka:MaxMessageBytes", "2000"), ("Delivery:Mode", mode));
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        await _kafka.ProduceAsync([(0, null, [1])]);
        source.Open(listener, TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        SinkRecord large = new(SinkTopic.Output, null, new byte[4000], []), small = new(SinkTopic.Output, null, new byte[10], []);
        CommitWatermark mark = new(Given.Partition(), listener.Epochs[Given.Partition()], 1);

        CommitResult result = await services.GetRequiredService<IRecordSink>().CommitAsync(new CommitBatch([large, small], [mark]), TestContext.Current.CancellationToken);

        RejectedRecord rejected = Assert.Single(result.Rejected);
        Assert.Same(large, rejected.Record);
        Assert.Equal("4000 bytes for the topic 'entities' are more than Kafka:MaxMessageBytes lets through: raise it", rejected.Reason);
        Assert.Empty(result.Committed);
        if (mode == "AtLeastOnce")
        {
            // This broker shows what an aborted transaction wrote; a real one does not.
            Assert.Single(_kafka.ReadAll("entities", 1));
        }

        source.Close();
    }

    [Theory]
    [InlineData("ExactlyOnce")]
    [InlineData("AtLeastOnce")]
    public async Task Records_without_a_key_go_to_the_number_of_their_partition_modulo_how_many_there_are(string mode)
    {
        await _kafka.ProduceAsync([(0, null, [1])]);
        using ServiceProvider services = _kafka.Services(("Delivery:Mode", mode));
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        Listener listener = new(services);
        source.Open(listener, TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        SinkRecord[] records =
        [
            .. Enumerable.Range(0, 12).Select(static number => new SinkRecord(SinkTopic.Output, null, [(byte)number], []) { FromPartition = number }),
            .. Enumerable.Range(0, 3).Select(static number => new SinkRecord(SinkTopic.DeadLetter, null, [(byte)number], []) { FromPartition = number }),
        ];
        CommitWatermark mark = new(Given.Partition(), listener.Epochs[Given.Partition()], 1);

        CommitResult result = await services.GetRequiredService<IRecordSink>().CommitAsync(new CommitBatch(records, [mark]), TestContext.Current.CancellationToken);

        Assert.Equal([mark], result.Committed);
        Assert.All(_kafka.ReadAll("entities", 12), static one => Assert.Equal(one.Message.Value![0] % EmbeddedKafka.Partitions, one.Partition.Value));
        Assert.Equal([0, 1, 2], _kafka.ReadAll("documents.dead-letter", 3).Select(static one => (int)one.Message.Value![0]));
        source.Close();
    }

    [Fact]
    public async Task Who_has_not_polled_for_longer_than_the_group_allows_is_no_member_before_the_next_poll()
    {
        ManualTimeProvider time = new();
        _kafka.Time = time;
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        IGroupMember member = services.GetRequiredService<IGroupMember>();
        await _kafka.ProduceAsync([(0, null, [1])]);
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.NotNull(member.Membership());
        time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Null(member.Membership());
        source.Poll(TimeSpan.FromMilliseconds(1));
        Assert.NotNull(member.Membership());
        source.Close();
    }

    [Fact]
    public async Task Ends_are_not_known_before_brokers_were_asked_nor_when_they_are_gone()
    {
        await _kafka.ProduceAsync([(0, null, [1])]);
        using ServiceProvider services = _kafka.Services();
        IRecordSource source = services.GetRequiredService<IRecordSource>();
        source.Open(new Listener(services), TestContext.Current.CancellationToken);
        Assert.Single(EmbeddedKafka.Poll(source, 1));
        Assert.Empty(source.Ends());
        Assert.Equal(default, source.State);
        await Eventually.HoldsAsync(() => source.Ends().Contains(new PartitionEnd(Given.Partition(), 1, 1)) && source.State.BrokersAnswer == true, "its end");
        _kafka.Dispose();
        await Eventually.HoldsAsync(() => source.Ends().Count == 0 && source.State.BrokersAnswer == false, "nobody answers");
    }

    [Fact]
    public void Brokers_that_do_not_answer_are_no_setup_error()
    {
        using ServiceProvider nobody = _kafka.Services(("Kafka:BootstrapServers", "127.0.0.1:1"));
        Assert.NotNull(nobody.GetRequiredService<KafkaTopicCheck>().Look(TimeSpan.FromMilliseconds(300)));
        using ServiceProvider known = _kafka.Services();
        Assert.Null(known.GetRequiredService<KafkaTopicCheck>().Look(TimeSpan.FromSeconds(5)));
    }

    public void Dispose() => _kafka.Dispose();

    private static void PollUntil(Func<bool> condition, params IRecordSource[] sources)
    {
        for (int attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 400, "it has not come about in 400 polls");
            Assert.All(sources, static one => Assert.Null(one.Poll(TimeSpan.FromMilliseconds(50))));
        }
    }
}
