using Confluent.Kafka;
using Microsoft.Extensions.Options;
using PaDeNer.Streaming.Kafka.Clients;
using PaDeNer.Streaming.Kafka.Settings;

namespace PaDeNer.FaultHost.Crashing;

/// <summary>The clients, of which the producers of transactions have crash points.</summary>
internal sealed class CrashingClients(IKafkaClients inner, CrashPlan plan, PresentMoment moment, IOptions<KafkaOptions> options) : IKafkaClients
{
    private readonly CrashPlan _failures = CrashPlan.Parse(Environment.GetEnvironmentVariable("PADENER_FAIL_AT"));

    public ConsumerBuilder<byte[]?, byte[]?> Consumer(Action<Error> fatal) => inner.Consumer(fatal);

    public IProducer<byte[]?, byte[]?> Producer() => inner.Producer();

    public IProducer<byte[]?, byte[]?> TransactionalProducer(string id, TimeSpan timeout) =>
        new CrashingProducer(inner.TransactionalProducer(id, timeout), plan, moment, options.Value.DeadLetterTopic);

    public void SendOffsets(IProducer<byte[]?, byte[]?> producer, IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member, TimeSpan timeout)
    {
        plan.Pass(CrashPoint.BeforeOffsets);
        inner.SendOffsets(((CrashingProducer)producer).Inner, offsets, member, timeout);
        plan.Pass(CrashPoint.AfterOffsets);
        if (_failures.IsDue(CrashPoint.AfterOffsets))
        {
            throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Application, "made to fail"));
        }
    }

    public IConsumer<byte[]?, byte[]?> Reader() => inner.Reader();

    public IAdminClient Admin(Action<Error>? heard = null) => inner.Admin(heard);

    public TopicQuestion Ask(string topic, TimeSpan timeout) => inner.Ask(topic, timeout);

    public string Files => inner.Files;
}
