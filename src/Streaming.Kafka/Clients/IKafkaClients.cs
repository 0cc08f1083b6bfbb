using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>Makes clients with all their settings and handlers.</summary>
internal interface IKafkaClients
{
    /// <summary>A builder of consumers; handlers for assignments are the caller's to add.</summary>
    /// <param name="fatal">Hears of errors after which the client is of no use.</param>
    ConsumerBuilder<byte[]?, byte[]?> Consumer(Action<Error> fatal);

    /// <summary>A producer that writes each record once per try of ours, in order, to all in-sync replicas.</summary>
    IProducer<byte[]?, byte[]?> Producer();

    /// <summary>A producer of transactions, not initialised yet.</summary>
    /// <param name="id">Its transactional id.</param>
    /// <param name="timeout">When the broker ends a transaction that is left open.</param>
    IProducer<byte[]?, byte[]?> TransactionalProducer(string id, TimeSpan timeout);

    /// <summary>Adds offsets, and what stands beside them, to the transaction of one of these producers. Throws as the producer's own call does.</summary>
    /// <param name="producer">The producer.</param>
    /// <param name="offsets">The offsets.</param>
    /// <param name="member">Ours in the group.</param>
    /// <param name="timeout">How long it may take.</param>
    void SendOffsets(IProducer<byte[]?, byte[]?> producer, IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member, TimeSpan timeout);

    /// <summary>A consumer that is in no group and commits nothing: it is told what to read, and says where a partition ends.</summary>
    IConsumer<byte[]?, byte[]?> Reader();

    /// <summary>A client that asks brokers about topics.</summary>
    /// <param name="heard">Hears of what it reports on its own, from its threads; null where nobody listens.</param>
    IAdminClient Admin(Action<Error>? heard = null);

    /// <summary>Asks brokers about one topic, with a client of its own; blocks.</summary>
    TopicQuestion Ask(string topic, TimeSpan timeout);

    /// <summary>
    /// Another text as soon as one of the files has changed that clients are made from: secrets, certificates, keys. Who keeps a client for long compares it
    /// and makes a new one, since a client goes on with what it was made with.
    /// </summary>
    string Files { get; }
}
