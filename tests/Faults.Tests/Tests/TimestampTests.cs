using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Hosts;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Tests;

/// <summary>Topics that refuse timestamps.</summary>
public sealed class TimestampTests(SharedBroker shared)
{
    private static readonly TimeSpan Taken = TimeSpan.FromHours(10);

    [Theory(Explicit = true)]
    [InlineData(DeliveryMode.ExactlyOnce)]
    [InlineData(DeliveryMode.AtLeastOnce)]
    public async Task A_record_whose_timestamp_the_broker_refuses_has_the_brokers_time_and_its_own_in_a_header(string mode)
    {
        ApacheKafka broker = await shared.GetAsync();
        FaultFeed feed = FaultFeed.Create(600, 0.05, FaultRun.Choices("timestamps"));
        using Scene scene = await Scene.CreateAsync(broker, "timestamps", 2, feed, mode);
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        ConfigEntry entry = new()
        {
            Name = "message.timestamp.before.max.ms",
            Value = Taken.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            IncrementalOperation = AlterConfigOpType.Set,
        };
        List<ConfigEntry> limit = [entry];
        await admin.IncrementalAlterConfigsAsync(((string[])[scene.Output, scene.DeadLetters]).ToDictionary(
            static topic => new ConfigResource { Type = ResourceType.Topic, Name = topic }, _ => limit));
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        // Every fifth is too old, the later ones less than those before.
        scene.Writer.TimeOf = number => now - (number % 5 == 0 ? (long)TimeSpan.FromDays(30).TotalMilliseconds - (number * 1000L) : number * 1000L);
        scene.Writer.WriteRest();
        scene.Start("a");
        Verdict verdict = await scene.EndAsync();
        Assert.Empty(verdict.Missing);
        Assert.Empty(verdict.Wrong);

        // At least once, what went before a refused record of its key is written once more behind it.
        Assert.True(mode == DeliveryMode.AtLeastOnce || verdict.IsClean, verdict.ToString());
        int refused = 0;
        foreach (ConsumeResult<byte[]?, byte[]?> one in scene.Seen)
        {
            int number = Answer.NumberOf(one);
            long own = scene.Writer.TimeOf(number)!.Value;
            if (number % 5 == 0)
            {
                refused++;
                Assert.Equal(own.ToString(CultureInfo.InvariantCulture), Answer.Header(one, DeadLetterHeaders.SourceTimestamp));
                Assert.InRange(one.Message.Timestamp.UnixTimestampMs, now - 60_000, now + 600_000);
            }
            else
            {
                Assert.Equal(own, one.Message.Timestamp.UnixTimestampMs);
                Assert.False(one.Message.Headers.TryGetLastBytes(DeadLetterHeaders.SourceTimestamp, out _));
            }
        }

        FaultRun.Tell("timestamps", $"{mode}, {refused} of {feed.Records.Count} refused, {verdict}");
    }
}
