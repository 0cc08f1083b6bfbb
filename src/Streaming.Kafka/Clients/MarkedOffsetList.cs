using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace PaDeNer.Streaming.Kafka.Clients;

/// <summary>
/// librdkafka's list of partitions and offsets (<c>rd_kafka_topic_partition_list_t</c>, of its public header), with texts. The texts that are put in are ours, and taken
/// out again before the list goes; those that librdkafka puts in go with it.
/// </summary>
internal sealed class MarkedOffsetList : IDisposable
{
    private const string Library = KafkaLibrary.Name;

    // Where the fields lie that are used, on every platform of 64 bits.
    private const int ElementsAt = 8, OffsetAt = 16, MetadataAt = 24, MetadataSizeAt = 32, CodeAt = 48, ElementSize = 64;

    private readonly List<(int Index, nint Text)> _texts = [];

    static MarkedOffsetList() => KafkaLibrary.Register();

    public MarkedOffsetList(IReadOnlyList<MarkedOffset> offsets)
    {
        Pointer = rd_kafka_topic_partition_list_new(offsets.Count);
        for (int index = 0; index < offsets.Count; index++)
        {
            MarkedOffset one = offsets[index];
            rd_kafka_topic_partition_list_add(Pointer, one.Partition.Topic, one.Partition.Partition.Value);
            Marshal.WriteInt64(Element(index), OffsetAt, one.Offset);
            if (one.Metadata is { } text)
            {
                nint copy = Marshal.StringToCoTaskMemUTF8(text);
                _texts.Add((index, copy));
                Marshal.WriteIntPtr(Element(index), MetadataAt, copy);
                Marshal.WriteIntPtr(Element(index), MetadataSizeAt, System.Text.Encoding.UTF8.GetByteCount(text));
            }
        }
    }

    /// <summary>The list.</summary>
    public nint Pointer { get; }

    /// <summary>What became of an element.</summary>
    public ErrorCode Code(int index) => (ErrorCode)Marshal.ReadInt32(Element(index), CodeAt);

    /// <summary>An element's offset.</summary>
    public long Offset(int index) => Marshal.ReadInt64(Element(index), OffsetAt);

    /// <summary>The text that librdkafka has put into an element; null where there is none.</summary>
    public string? Metadata(int index) => Marshal.ReadIntPtr(Element(index), MetadataAt) is not 0 and var text
        ? Marshal.PtrToStringUTF8(text, (int)Marshal.ReadIntPtr(Element(index), MetadataSizeAt))
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((int index, nint text) in _texts)
        {
            Marshal.WriteIntPtr(Element(index), MetadataAt, 0);
            Marshal.WriteIntPtr(Element(index), MetadataSizeAt, 0);
            Marshal.FreeCoTaskMem(text);
        }

        rd_kafka_topic_partition_list_destroy(Pointer);
    }

    private nint Element(int index) => Marshal.ReadIntPtr(Pointer, ElementsAt) + (index * ElementSize);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_topic_partition_list_new(int size);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_topic_partition_list_add(nint list, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void rd_kafka_topic_partition_list_destroy(nint list);
}
