using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PaDeNer.Testing.Brokers;

/// <summary>One real Apache Kafka broker as a process, from a folder with its jars and a start script; on a free port, with data of its own.</summary>
public sealed class ApacheKafka : TestBroker
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    // Below those that systems give to connections that go out: 32768 to 60999 on Linux.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    // A port is free again until the broker that it was found for listens; tests start brokers side by side.
    private static readonly HashSet<int> Given = [];

    // A broker that lives for some seconds is done before code that was compiled well has paid for that; and a cluster id that is given is not made by a Java of its own.
    internal static readonly IReadOnlyDictionary<string, string> ShortLived = new Dictionary<string, string>
    {
        ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1",
        ["CLUSTER_ID"] = "cGFkZW5lci10ZXN0cy0wMA",
    };

    private readonly DirectoryInfo _data;
    private readonly string[] _command;
    private readonly bool _lasts;
    private ChildProcess _process;

    private ApacheKafka(DirectoryInfo data, int port, int advertised, string[] command, bool lasts)
    {
        _data = data;
        _command = command;
        _lasts = lasts;
        Port = port;
        BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{advertised}");
        _process = Launch();
    }

    public override string BootstrapServers { get; }

    /// <summary>The port it listens on; clients may be told of another one.</summary>
    public int Port { get; }

    // Static membership: a daemon that comes back gets its partitions at once.
    public override IReadOnlyList<(string Setting, string Value)> Settings => [("Kafka:InstanceId", "padener-1")];

    /// <summary>Whether one can be started here.</summary>
    public static bool IsThere => File.Exists(Script("start.sh")) && HasJava();

    private static string Folder => Environment.GetEnvironmentVariable("PADENER_KAFKA_DIR") ?? Path.Combine(WorkingCopy.Root, "..", "shared", "kafka");

    /// <summary>
    /// What tests would wait for otherwise: how often the broker looks for transactions that nobody ends any more (10 s by default), and sessions of the consumer
    /// group protocol (45 s).
    /// </summary>
    public static IReadOnlyList<string> Impatient { get; } =
    [
        "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
        "group.consumer.min.session.timeout.ms=6000",
        "group.consumer.session.timeout.ms=6000",
        "group.consumer.min.heartbeat.interval.ms=500",
        "group.consumer.heartbeat.interval.ms=1000",
    ];

    /// <summary>Starts one, or skips the test with the reason why there is none.</summary>
    /// <param name="advertised">The port that clients are told of, where somebody stands between; null for its own.</param>
    /// <param name="properties">Settings of the broker beside those of the script, name=value.</param>
    public static Task<ApacheKafka> StartAsync(int? advertised = null, params string[] properties) => StartAsync(_ => properties, advertised);

    /// <summary>Starts one, or skips the test with the reason why there is none.</summary>
    /// <param name="properties">Settings of the broker beside those of the script, name=value, by its port.</param>
    /// <param name="advertised">The port that clients are told of, where somebody stands between; null for its own.</param>
    /// <param name="lasts">Whether it is to work for minutes, or is measured.</param>
    public static async Task<ApacheKafka> StartAsync(Func<int, string[]> properties, int? advertised = null, bool lasts = false)
    {
        string script = Require("start.sh");
        DirectoryInfo data = Directory.CreateTempSubdirectory("padener-kafka-");
        int port = FreePorts(2);
        List<string> command = [script, data.FullName, port.ToString(CultureInfo.InvariantCulture)];
        List<string> lines = [.. properties(port)];
        if (advertised is { } other)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"advertised.listeners=PLAINTEXT://127.0.0.1:{other}"));
        }

        if (lines.Count > 0)
        {
            string extra = Path.Combine(data.FullName, "extra.properties");
            await File.WriteAllLinesAsync(extra, lines);
            command.Add(extra);
        }

        ApacheKafka broker = new(data, port, advertised ?? port, [.. command], lasts);
        try
        {
            await broker._process.SaysAsync("Kafka Server started", StartPatience);
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }

    /// <summary>A script of the folder.</summary>
    public static string Script(string name) => Path.Combine(Folder, name);

    /// <summary>Skips the test, with the reason, where a script or what it needs is not there.</summary>
    /// <returns>The script.</returns>
    public static string Require(string name)
    {
        string script = Script(name);
        Need.Be(File.Exists(script), $"{script} is not there (PADENER_KAFKA_DIR names the folder of an Apache Kafka).");
        Need.Be(HasJava(), "There is no java on the PATH.");
        return script;
    }

    /// <summary>The first of so many ports in a row that are free, and that the system gives to no connection before somebody listens there.</summary>
    public static int FreePorts(int count)
    {
        while (true)
        {
            int[] ports = [.. Enumerable.Range(Random.Shared.Next(FirstPort, LastPort - count), count)];
            lock (Given)
            {
                if (!ports.Any(Given.Contains) && ports.All(IsFree))
                {
                    Given.UnionWith(ports);
                    return ports[0];
                }
            }
        }
    }

    /// <summary>Ends it, by SIGTERM or by SIGKILL, and waits until it has ended. Its data stay.</summary>
    public async Task StopAsync(bool clean)
    {
        if (clean)
        {
            _process.Terminate();
            await _process.ExitAsync(StartPatience);
        }
        else
        {
            await _process.KillAsync();
        }
    }

    /// <summary>Starts it again on its data and its port.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Launch();
        await _process.SaysAsync("Kafka Server started", StartPatience);
    }

    public override async Task CreateTopicAsync(string topic, int partitions)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>
    /// Copies what is written down of some topics, and of who committed and ended what: the segments alone. All the rest of a broker's data is made again of
    /// them, and an index file is as long as it may ever get, which for hundreds of partitions is gigabytes.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="prefix">What the names of the topics begin with.</param>
    public void CopyData(string folder, string prefix)
    {
        foreach (string file in Directory.GetFiles(_data.FullName, "*.log", SearchOption.AllDirectories))
        {
            string partition = Path.GetFileName(Path.GetDirectoryName(file)!);
            if (new FileInfo(file).Length > 0 && (partition.StartsWith(prefix, StringComparison.Ordinal) || partition.StartsWith("__", StringComparison.Ordinal)))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(_data.FullName, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }
    }

    /// <summary>Runs one of Kafka's own tools against it.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> ToolAsync(string name, params string[] arguments)
    {
        string[] all = [Path.Combine(Folder, "tool.sh"), name, "--bootstrap-server", BootstrapServers, .. arguments];
        using ChildProcess tool = new("bash", all, new Dictionary<string, string>());
        Assert.True(await tool.ExitAsync(StartPatience) == 0, $"{name}: {tool.Output}");
        return tool.Output;
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

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener one = new(IPAddress.Loopback, port);
            one.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private ChildProcess Launch() => new("bash", _command, _lasts ? new Dictionary<string, string>() : ShortLived);
}
