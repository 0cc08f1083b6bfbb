using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace PaDeNer.Testing.Brokers;

/// <summary>Three real Apache Kafka brokers as processes; every topic is on all three, and two have to have what counts as written.</summary>
public sealed class KafkaCluster : TestBroker
{
    private const int Brokers = 3;
    private const int Apart = 10;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(180);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("padener-cluster-");
    private readonly int _port = ApacheKafka.FreePorts((Brokers * Apart) + 2);

    private KafkaCluster()
    {
    }

    public override string BootstrapServers =>
        string.Join(',', Enumerable.Range(0, Brokers).Select(number => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port + (Apart * number)}")));

    /// <summary>Starts them, or skips the test with the reason why there are none.</summary>
    public static async Task<KafkaCluster> StartAsync()
    {
        ApacheKafka.Require("cluster.sh");
        KafkaCluster cluster = new();
        try
        {
            await cluster.LaunchAsync();
            await Task.WhenAll(Enumerable.Range(1, Brokers).Select(number => cluster.StartedAsync(number, times: 1)));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL.</summary>
    /// <param name="broker">1 to 3.</param>
    public void Kill(int broker) => Signal(broker, "KILL");

    /// <summary>Starts a broker that was killed, on its data and its port.</summary>
    /// <param name="broker">1 to 3.</param>
    public async Task StartAgainAsync(int broker)
    {
        int before = Starts(broker);
        await LaunchAsync(broker.ToString(CultureInfo.InvariantCulture));
        await StartedAsync(broker, before + 1);
    }

    public override async Task CreateTopicAsync(string topic, int partitions)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = Brokers }]);
    }

    public override void Dispose()
    {
        for (int broker = 1; broker <= Brokers; broker++)
        {
            if (File.Exists(PidFile(broker)))
            {
                Signal(broker, "KILL");
            }
        }

        if (_data.Exists)
        {
            _data.Delete(recursive: true);
        }
    }

    private async Task LaunchAsync(params string[] only)
    {
        using ChildProcess script = new("bash", [ApacheKafka.Script("cluster.sh"), _data.FullName, _port.ToString(CultureInfo.InvariantCulture), .. only], ApacheKafka.ShortLived);
        Assert.True(await script.ExitAsync(StartPatience) == 0, script.Output);
    }

    private async Task StartedAsync(int broker, int times)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (Starts(broker) < times)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < StartPatience, $"Broker {broker} has not started within {StartPatience}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private int Starts(int broker) => File.Exists(LogFile(broker)) ? ReadShared(LogFile(broker)).Split("Kafka Server started").Length - 1 : 0;

    private string LogFile(int broker) => Path.Combine(_data.FullName, $"{broker}.log");

    private string PidFile(int broker) => Path.Combine(_data.FullName, $"{broker}.pid");

    private void Signal(int broker, string signal)
    {
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", ["-" + signal, File.ReadAllText(PidFile(broker)).Trim()]);
        kill.WaitForExit();
    }

    private static string ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
