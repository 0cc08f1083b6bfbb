using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>
/// Commits offsets and asks for them with the texts that brokers keep beside them, which Confluent.Kafka leaves out (confluent-kafka-dotnet #2112): the calls
/// of librdkafka that it makes itself, on its own clients. Where no offset has a text the caller has no need of it. Two of Confluent.Kafka's fields are read
/// for that which are not public; <c>MarkedOffsetsTests</c> says when another version has none.
/// </summary>
internal static class MarkedOffsets
{
    private const string Library = KafkaLibrary.Name;
    private const string ClientHandle = "Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka";
    private const string Membership = "Confluent.Kafka.ConsumerGroupMetadata, Confluent.Kafka";

    static MarkedOffsets() => KafkaLibrary.Register();

    /// <summary>Adds offsets to the transaction of a producer, as its own call does and with the same exceptions.</summary>
    public static void Send(Handle producer, IReadOnlyList<MarkedOffset> offsets, IConsumerGroupMetadata member, TimeSpan timeout)
    {
        byte[] membership = Serialized(member);
        using MarkedOffsetList list = new(offsets);
        Throw(rd_kafka_consumer_group_metadata_read(out nint group, membership, (nuint)membership.Length));
        try
        {
            Throw(rd_kafka_send_offsets_to_transaction(Native(producer), list.Pointer, group, (int)timeout.TotalMilliseconds));
        }
        finally
        {
            rd_kafka_consumer_group_metadata_destroy(group);
        }
    }

    /// <summary>Commits offsets, as the consumer's own call does and with the same exceptions. Blocks.</summary>
    public static void Commit(Handle consumer, IReadOnlyList<MarkedOffset> offsets)
    {
        using MarkedOffsetList list = new(offsets);
        int code = rd_kafka_commit(Native(consumer), list.Pointer, 0);
        List<TopicPartitionOffsetError> results =
            [.. offsets.Select((one, index) => new TopicPartitionOffsetError(one.Partition, one.Offset, new Error(list.Code(index))))];
        if (results.Exists(static one => one.Error.IsError))
        {
            throw new TopicPartitionOffsetException(results);
        }

        Throw((ErrorCode)code);
    }

    /// <summary>What is committed of partitions, once no transaction is open on it. Blocks.</summary>
    /// <exception cref="KafkaException">It was not answered in time.</exception>
    public static IReadOnlyList<MarkedOffset> Committed(Handle consumer, IReadOnlyList<TopicPartition> partitions, TimeSpan timeout)
    {
        using MarkedOffsetList list = new([.. partitions.Select(static one => new MarkedOffset(one, Offset.Unset, null))]);
        Throw((ErrorCode)rd_kafka_committed(Native(consumer), list.Pointer, (int)timeout.TotalMilliseconds));
        for (int index = 0; index < partitions.Count; index++)
        {
            Throw(list.Code(index));
        }

        return [.. partitions.Select((one, index) => new MarkedOffset(one, list.Offset(index), list.Metadata(index)))];
    }

    private static SafeHandle Native(Handle client) => (SafeHandle)GetNative(client);

    private static void Throw(ErrorCode code)
    {
        if (code != ErrorCode.NoError)
        {
            throw new KafkaException(new Error(code));
        }
    }

    private static void Throw(nint failure)
    {
        if (failure == 0)
        {
            return;
        }

        bool isFatal = rd_kafka_error_is_fatal(failure) != 0;
        Error error = new((ErrorCode)rd_kafka_error_code(failure), Marshal.PtrToStringUTF8(rd_kafka_error_string(failure)) ?? string.Empty, isFatal);
        bool isAbortable = rd_kafka_error_txn_requires_abort(failure) != 0, isRetriable = rd_kafka_error_is_retriable(failure) != 0;
        rd_kafka_error_destroy(failure);
        throw isFatal ? new KafkaException(error)
            : isAbortable ? new KafkaTxnRequiresAbortException(error)
            : isRetriable ? new KafkaRetriableException(error)
            : new KafkaException(error);
    }

    private static byte[] Serialized(IConsumerGroupMetadata member) => GetSerialized(member);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType(ClientHandle)]
    private static extern object GetNative(Handle client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "serializedMetadata")]
    private static extern ref byte[] GetSerialized([UnsafeAccessorType(Membership)] object member);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_send_offsets_to_transaction(SafeHandle client, nint offsets, nint group, int timeout);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_consumer_group_metadata_read(out nint group, byte[] buffer, nuint size);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void rd_kafka_consumer_group_metadata_destroy(nint group);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_commit(SafeHandle client, nint offsets, int isAsynchronous);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_committed(SafeHandle client, nint partitions, int timeout);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_error_code(nint error);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_error_string(nint error);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_error_is_fatal(nint error);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_error_is_retriable(nint error);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_error_txn_requires_abort(nint error);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void rd_kafka_error_destroy(nint error);
}
