using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using PaDeNer.EndToEnd.Tests.Processes;

namespace PaDeNer.EndToEnd.Tests.Brokers;

/// <summary>One real Apache Kafka broker as a process, from a folder with its jars and a start script; on a free port, with data of its own.</summary>
internal sealed class ApacheKafka : TestBroker
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _data;
    private readonly ChildProcess _process;

    private ApacheKafka(DirectoryInfo data, ChildProcess process, int port)
    {
        _data = data;
        _process = process;
        BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    public override string BootstrapServers { get; }

    // Static membership: a daemon that comes back gets its partitions at once.
    public override IReadOnlyList<(string Setting, string Value)> Settings => [("Kafka:InstanceId", "padener-1")];

    /// <summary>Starts one, or skips the test with the reason why there is none.</summary>
    public static async Task<ApacheKafka> StartAsync()
    {
        string folder = Environment.GetEnvironmentVariable("PADENER_KAFKA_DIR") ?? Path.Combine(Repository.Root, "..", "shared", "kafka");
        string script = Path.Combine(folder, "start.sh");
        Assert.SkipUnless(File.Exists(script), $"{script} is not there (PADENER_KAFKA_DIR names the folder of an Apache Kafka).");
        Assert.SkipUnless(HasJava(), "There is no java on the PATH.");
        DirectoryInfo data = Directory.CreateTempSubdirectory("padener-kafka-");
        int port = FreePorts();
        string[] arguments = [script, data.FullName, port.ToString(CultureInfo.InvariantCulture)];
        ChildProcess process = new("bash", arguments, new Dictionary<string, string>());
        ApacheKafka broker = new(data, process, port);
        try
        {
            await process.SaysAsync("Kafka Server started", StartPatience);
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    public override async Task CreateTopicAsync(string topic, int partitions)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    public override void Dispose()
    {
        _process.Dispose();
        if (Directory.Exists(_data.FullName))
        {
            _data.Delete(recursive: true);
        }
    }

    private static bool HasJava() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(static folder => File.Exists(Path.Combine(folder, "java")));

    // The script takes a port and the one after it.
    private static int FreePorts()
    {
        while (true)
        {
            using TcpListener first = new(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using TcpListener second = new(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another pair.
            }
        }
    }
}
