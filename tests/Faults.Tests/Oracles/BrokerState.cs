using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PaDeNer.Faults.Tests.Oracles;

/// <summary>What the broker itself says at the end of a run.</summary>
internal static class BrokerState
{
    private const string Offsets = "__consumer_offsets";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Fails unless the group has committed the end of every input partition.</summary>
    public static async Task AllCommittedAsync(string bootstrapServers, string group, string topic)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        List<TopicPartition> partitions = Partitions(admin, topic);
        Dictionary<TopicPartition, long> ends = await EndsAsync(admin, partitions, IsolationLevel.ReadUncommitted);
        List<ListConsumerGroupOffsetsResult> committed = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, partitions)]);
        foreach (TopicPartitionOffsetError one in committed[0].Partitions)
        {
            long offset = one.Offset.IsSpecial ? 0 : one.Offset.Value;
            Assert.True(offset == ends[one.TopicPartition], $"{one.TopicPartition}: committed is {one.Offset}, the end is {ends[one.TopicPartition]}.");
        }
    }

    /// <summary>
    /// Fails unless every transaction on topics and on the committed offsets has ended: then the last stable offset of each partition is its end. Waits for
    /// markers that are still being written.
    /// </summary>
    public static async Task NoneOpenAsync(string bootstrapServers, params string[] topics)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        List<TopicPartition> partitions = [.. topics.Append(Offsets).SelectMany(topic => Partitions(admin, topic))];
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Dictionary<TopicPartition, long> stable = await EndsAsync(admin, partitions, IsolationLevel.ReadCommitted);
            Dictionary<TopicPartition, long> ends = await EndsAsync(admin, partitions, IsolationLevel.ReadUncommitted);
            string[] open = [.. partitions.Where(one => stable[one] < ends[one]).Select(one => $"{one}: stable up to {stable[one]} of {ends[one]}")];
            if (open.Length == 0)
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Transactions are open after {Patience}: {string.Join("; ", open)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until no transaction is open on a topic, or for so long.</summary>
    public static async Task NoneOpenOrAsync(string bootstrapServers, string topic, TimeSpan patience)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        List<TopicPartition> partitions = Partitions(admin, topic);
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < patience)
        {
            Dictionary<TopicPartition, long> stable = await EndsAsync(admin, partitions, IsolationLevel.ReadCommitted);
            Dictionary<TopicPartition, long> ends = await EndsAsync(admin, partitions, IsolationLevel.ReadUncommitted);
            if (partitions.All(one => stable[one] == ends[one]))
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sets one setting of a topic.</summary>
    public static async Task ConfigureAsync(string bootstrapServers, string topic, string setting, string value)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] = [new ConfigEntry { Name = setting, Value = value, IncrementalOperation = AlterConfigOpType.Set }],
        });
    }

    /// <summary>Deletes a topic and waits until nobody knows it any more.</summary>
    public static async Task DeleteAsync(string bootstrapServers, string topic)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        await admin.DeleteTopicsAsync([topic]);
        while (admin.GetMetadata(Patience).Topics.Any(one => one.Topic == topic))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The broker that leads a partition.</summary>
    public static int Leader(string bootstrapServers, string topic, int partition)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        return admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Single(one => one.PartitionId == partition).Leader;
    }

    /// <summary>The broker that coordinates a group.</summary>
    public static async Task<int> CoordinatorAsync(string bootstrapServers, string group)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        return (await admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions.Single().Coordinator.Id;
    }

    /// <summary>Waits until every partition has so many replicas in sync.</summary>
    public static async Task InSyncAsync(string bootstrapServers, int replicas, TimeSpan patience)
    {
        using IAdminClient admin = Admin(bootstrapServers);
        long started = TimeProvider.System.GetTimestamp();
        while (admin.GetMetadata(Patience).Topics.SelectMany(static one => one.Partitions).Any(one => one.InSyncReplicas.Length < replicas))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < patience, $"Replicas are not in sync after {patience}.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static IAdminClient Admin(string bootstrapServers) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();

    private static List<TopicPartition> Partitions(IAdminClient admin, string topic) =>
        [.. admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Select(one => new TopicPartition(topic, one.PartitionId))];

    private static async Task<Dictionary<TopicPartition, long>> EndsAsync(IAdminClient admin, List<TopicPartition> partitions, IsolationLevel isolation)
    {
        ListOffsetsResult result = await admin.ListOffsetsAsync(
            partitions.Select(static one => new TopicPartitionOffsetSpec { TopicPartition = one, OffsetSpec = OffsetSpec.Latest() }),
            new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = Patience });
        return result.ResultInfos.ToDictionary(
            static one => one.TopicPartitionOffsetError.TopicPartition, static one => one.TopicPartitionOffsetError.Offset.Value);
    }
}
