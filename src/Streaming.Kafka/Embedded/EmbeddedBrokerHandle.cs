using System.Runtime.InteropServices;
using System.Text;
using PaDeNer.Streaming.Kafka.Clients;

namespace PaDeNer.Streaming.Kafka.Embedded;

/// <summary>The broker inside librdkafka and the client instance it needs to live in. The few imports it takes are here; Confluent.Kafka has none of them.</summary>
internal sealed class EmbeddedBrokerHandle : SafeHandle
{
    private const string Library = KafkaLibrary.Name;
    private const int Producer = 0;

    private readonly nint _client;

    static EmbeddedBrokerHandle() => KafkaLibrary.Register();

    private EmbeddedBrokerHandle(nint client, nint cluster)
        : base(0, ownsHandle: true)
    {
        _client = client;
        SetHandle(cluster);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Its address.</summary>
    public string BootstrapServers => Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(handle)) ?? string.Empty;

    /// <summary>Starts one broker.</summary>
    /// <exception cref="InvalidOperationException">The library did not start it.</exception>
    public static EmbeddedBrokerHandle Start()
    {
        byte[] error = new byte[512];
        nint settings = rd_kafka_conf_new();
        // The client itself connects to nothing and would say so.
        _ = rd_kafka_conf_set(settings, "log_level", "0", error, (nuint)error.Length);
        nint client = rd_kafka_new(Producer, settings, error, (nuint)error.Length);
        if (client == 0)
        {
            throw new InvalidOperationException($"librdkafka gave no client: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        }

        nint cluster = rd_kafka_mock_cluster_new(client, 1);
        if (cluster != 0)
        {
            return new EmbeddedBrokerHandle(client, cluster);
        }

        rd_kafka_destroy(client);
        throw new InvalidOperationException("librdkafka did not start its broker.");
    }

    /// <summary>Creates a topic; 0 when it is there now.</summary>
    public int CreateTopic(string topic, int partitions) => rd_kafka_mock_topic_create(handle, topic, partitions, 1);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        rd_kafka_mock_cluster_destroy(handle);
        rd_kafka_destroy(_client);
        return true;
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_conf_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_conf_set(
        nint conf,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        byte[] errstr,
        nuint size);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_new(int type, nint conf, byte[] errstr, nuint size);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void rd_kafka_destroy(nint client);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void rd_kafka_mock_cluster_destroy(nint cluster);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int rd_kafka_mock_topic_create(
        nint cluster,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string topic,
        int partitions,
        int replication);
}
