using Confluent.Kafka;
using PaDeNer.Faults.Tests.Feeding;
using PaDeNer.Faults.Tests.Oracles;
using PaDeNer.Faults.Tests.Runs;
using PaDeNer.Streaming.Records;

namespace PaDeNer.Faults.Tests.Hosts;

/// <summary>One delivery: topics and a group of its own on a broker, a feed, hosts, and readers that see what comes out.</summary>
internal sealed class Scene : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(FaultRun.Of(90, 600));

    private readonly TestBroker _broker;
    private readonly FaultFeed _feed;
    private readonly string _name;
    private readonly int _partitions;
    private readonly TopicReader _results;
    private readonly TopicReader _letters;
    private readonly HashSet<int> _answered = [];
    private readonly List<ChildProcess> _hosts = [];
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("padener-state-");

    private Scene(TestBroker broker, string name, int partitions, FaultFeed feed, string mode)
    {
        (_broker, _name, _partitions, _feed, Mode) = (broker, name, partitions, feed, mode);
        Writer = new FeedWriter(broker.BootstrapServers, Input, feed);
        _results = new TopicReader(broker.BootstrapServers, Output, partitions, IsolationLevel.ReadCommitted);
        _letters = new TopicReader(broker.BootstrapServers, DeadLetters, partitions, IsolationLevel.ReadCommitted);
    }

    /// <summary>What its hosts promise.</summary>
    public string Mode { get; }

    /// <summary>How its hosts share partitions out, unless one is told otherwise.</summary>
    public string Protocol { get; init; } = FaultRun.Protocol;

    public FeedWriter Writer { get; }

    public string Input => _name + ".documents";

    public string BootstrapServers => _broker.BootstrapServers;

    /// <summary>The consumer group.</summary>
    public string Group => _name;

    public string Output => _name + ".entities";

    public string DeadLetters => _name + ".dead-letter";

    /// <summary>Results and dead letters, as far as was read.</summary>
    public IEnumerable<ConsumeResult<byte[]?, byte[]?>> Seen => _results.Seen.Concat(_letters.Seen);

    /// <summary>In which order its hosts give answers.</summary>
    public ResultOrder Order { get; init; }

    /// <summary>How many records are answered, as far as was read.</summary>
    public int Answered => _answered.Count;

    /// <summary>When to give up waiting for answers of which none comes any more.</summary>
    public TimeSpan Standstill { get; set; } = Patience;

    /// <summary>Whether a duplicate after a kill is within what the hosts promise.</summary>
    public bool AllowsDuplicates => Mode == DeliveryMode.AtLeastOnce;

    /// <param name="broker">Where its topics are.</param>
    /// <param name="name">Of the test; topics and group are named after it.</param>
    /// <param name="partitions">Of each of its topics.</param>
    /// <param name="feed">What goes in.</param>
    /// <param name="mode">What its hosts promise; null for what the run was asked for.</param>
    /// <param name="protocol">How they share partitions out; null for what the run was asked for.</param>
    /// <param name="order">In which order they give answers.</param>
    public static async Task<Scene> CreateAsync(
        TestBroker broker, string name, int partitions, FaultFeed feed, string? mode = null, string? protocol = null, ResultOrder order = ResultOrder.Partition)
    {
        string unique = $"{name}-{Guid.NewGuid():N}";
        foreach (string topic in (string[])[".documents", ".entities", ".dead-letter"])
        {
            await broker.CreateTopicAsync(unique + topic, partitions);
        }

        return new Scene(broker, unique, partitions, feed, mode ?? FaultRun.Mode) { Protocol = protocol ?? FaultRun.Protocol, Order = order };
    }

    /// <summary>Starts a host.</summary>
    /// <param name="instance">Its name in the group; null for a member without one.</param>
    /// <param name="crashAt">Where it is to end itself; null where it lives.</param>
    /// <param name="settings">Settings beside those of the scene.</param>
    public ChildProcess Start(string? instance, string? crashAt = null, params (string Setting, string Value)[] settings) =>
        Start(instance, crashAt ?? string.Empty, string.Empty, settings);

    /// <summary>Starts a host of which a transaction fails.</summary>
    /// <param name="instance">Its name in the group.</param>
    /// <param name="crashAt">Where it is to end itself.</param>
    /// <param name="failAt">Where the transaction fails.</param>
    public ChildProcess StartFailing(string instance, string crashAt, string failAt) => Start(instance, crashAt, failAt, []);

    /// <summary>Reads until so many records are answered.</summary>
    public async Task AnsweredAsync(int records)
    {
        long started = TimeProvider.System.GetTimestamp(), last = started;
        int before = Answered;
        while (Read() < records)
        {
            (last, before) = Answered > before ? (TimeProvider.System.GetTimestamp(), Answered) : (last, before);
            FailUnless(TimeProvider.System.GetElapsedTime(last) < Standstill, () => $"{Answered} of {records} records are answered ({Writer.Written} are written), and none for {Standstill}; a missing one: {Missing()}.");
            FailUnless(TimeProvider.System.GetElapsedTime(started) < Patience, () => $"{Answered} of {records} records are answered ({Writer.Written} are written) after {Patience}; a missing one: {Missing()}.");
            FailUnless(_hosts.Any(static one => !one.HasExited), () => $"{Answered} of {records} records are answered and every host has ended.");
            await Task.Yield();
        }
    }

    /// <summary>Reads what there is. To be called by one thread at a time.</summary>
    /// <returns>How many records are answered by now.</returns>
    public int Read()
    {
        int seen = _results.Seen.Count, letters = _letters.Seen.Count;
        _results.ReadSome();
        _letters.ReadSome();
        _answered.UnionWith(_results.Seen.Skip(seen).Concat(_letters.Seen.Skip(letters)).Select(Answer.NumberOf));
        return _answered.Count;
    }

    /// <summary>Results a second between two of them, by the broker's times: its topic has to have those of appending.</summary>
    public double Rate(int from, int to)
    {
        long[] written = [.. _results.Seen.Select(static one => one.Message.Timestamp.UnixTimestampMs).Order()];
        return (to - from) * 1000d / (written[to] - written[from]);
    }

    /// <summary>Writes what is left of the feed, waits until all of it is answered, stops the hosts and judges.</summary>
    /// <param name="feeding">What writes the feed just now; null where nobody does.</param>
    public async Task<Verdict> EndAsync(Task? feeding = null)
    {
        await (feeding ?? Task.CompletedTask);
        Writer.WriteRest();
        await AnsweredAsync(_feed.Records.Count);
        foreach (ChildProcess host in _hosts.Where(static one => !one.HasExited).ToArray())
        {
            await StopAsync(host);
        }

        await BrokerState.NoneOpenAsync(_broker.BootstrapServers, Output, DeadLetters);
        await BrokerState.AllCommittedAsync(_broker.BootstrapServers, _name, Input);
        Verdict verdict = Judge();
        if (!verdict.IsClean || FaultRun.Keeps)
        {
            KeepLogs();
        }

        return verdict;
    }

    /// <summary>Waits until something about the hosts is so.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            FailUnless(TimeProvider.System.GetElapsedTime(started) < Patience, () => $"Not so after {Patience}: {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SIGTERM, and its end has to be a good one.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> StopAsync(ChildProcess host)
    {
        long started = TimeProvider.System.GetTimestamp();
        host.Terminate();
        int code = await host.ExitAsync(TimeSpan.FromSeconds(60));
        Assert.True(code == 0, $"It ended with exit code {code} after SIGTERM.\n{Tail(host)}");
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Starts a host anew whenever it has ended, as a supervisor does, until so many records are answered.</summary>
    /// <param name="records">How many.</param>
    /// <param name="instance">The host's name in the group.</param>
    /// <param name="mostEnds">It must not end more often.</param>
    /// <returns>How often it ended.</returns>
    public async Task<int> SuperviseAsync(int records, string instance, int mostEnds)
    {
        int ends = 0;
        ChildProcess host = Start(instance);
        long answered = TimeProvider.System.GetTimestamp();
        for (int before = 0; Read() < records; before = Answered)
        {
            answered = Answered > before ? TimeProvider.System.GetTimestamp() : answered;
            FailUnless(TimeProvider.System.GetElapsedTime(answered) < Patience, () => $"{Answered} of {records} records are answered, the last one {Patience} ago; a missing one: {Missing()}.");
            if (host.HasExited)
            {
                FailUnless(++ends <= mostEnds, () => $"The host has ended {ends} times, and {Answered} of {records} records are answered.");
                host = Start(instance);
            }

            await Task.Yield();
        }

        return ends;
    }

    /// <summary>Waits until a host has ended itself where it was told to.</summary>
    public async Task CrashedAsync(ChildProcess host, string point)
    {
        await UntilAsync(() => host.HasExited, $"{point} is passed");
        Assert.True(host.ExitCode == 137, $"{point}: it ended with exit code {host.ExitCode} and not by SIGKILL.\n{Tail(host)}");
    }

    /// <summary>The last lines a host wrote.</summary>
    public static string Tail(ChildProcess host) => string.Join('\n', host.Output.Split('\n').Where(static line => !line.Contains("goes to the dead-letter topic", StringComparison.Ordinal))
        .TakeLast(40).Select(static line => line[..Math.Min(line.Length, 300)]));

    public void Dispose()
    {
        foreach (ChildProcess host in _hosts)
        {
            host.Dispose();
        }

        _state.Delete(recursive: true);
        Writer.Dispose();
        _results.Dispose();
        _letters.Dispose();
    }

    private ChildProcess Start(string? instance, string crashAt, string failAt, (string Setting, string Value)[] settings)
    {
        Dictionary<string, string> environment = new()
        {
            ["Kafka:BootstrapServers"] = _broker.BootstrapServers,
            ["Kafka:InputTopic"] = Input,
            ["Kafka:OutputTopic"] = Output,
            ["Kafka:DeadLetterTopic"] = DeadLetters,
            ["Kafka:GroupId"] = _name,
            ["Kafka:GroupProtocol"] = Protocol,
            // The daemon reads the words of its documentation; the sections themselves know the names.
            ["Delivery:Mode"] = Mode.Replace("-", string.Empty, StringComparison.Ordinal),
            ["Egress:Order"] = Order.ToString(),
            // Small batches, so that there are many ends of many transactions.
            ["Egress:CommitRecords"] = "20",
            ["Ingress:MaxRecordBytes"] = FaultFeed.MaxRecordBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (instance is not null)
        {
            environment["Kafka:InstanceId"] = instance;
            environment["Host:StateDirectory"] = Path.Combine(_state.FullName, instance);
        }

        foreach ((string setting, string value) in settings)
        {
            environment[setting] = value;
        }

        if (environment["Kafka:GroupProtocol"] == RebalanceProtocol.Classic)
        {
            // Kafka's shortest: a host that was killed holds its partitions no longer than that.
            environment["Kafka:SessionTimeout"] = "00:00:06";
        }

        environment = environment.ToDictionary(static one => "PADENER__" + one.Key.Replace(":", "__", StringComparison.Ordinal), static one => one.Value);
        environment["PADENER_CRASH_AT"] = crashAt;
        environment["PADENER_FAIL_AT"] = failAt;
        environment["PADENER_END_WITH_PARENT"] = "yes";
        ChildProcess host = new("dotnet", ["exec", WorkingCopy.Built("tests/FaultHost", "PaDeNer.FaultHost.dll")], environment);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Compares what has come out by now with the feed; nobody writes any more.</summary>
    public Verdict Judge()
    {
        _results.ReadToEnd(Patience);
        _letters.ReadToEnd(Patience);
        using TopicReader allResults = new(_broker.BootstrapServers, Output, _partitions, IsolationLevel.ReadUncommitted);
        using TopicReader allLetters = new(_broker.BootstrapServers, DeadLetters, _partitions, IsolationLevel.ReadUncommitted);
        allResults.ReadToEnd(Patience);
        allLetters.ReadToEnd(Patience);
        return Oracle.Judge(_feed.Records, _results.Seen, _letters.Seen, Order, allResults.Seen.Count + allLetters.Seen.Count);
    }

    // What hosts wrote is long; a failure leaves all of it behind, and what the broker has.
    private void KeepLogs()
    {
        string folder = Path.Combine(WorkingCopy.Root, "TestResults", "faults", _name);
        Directory.CreateDirectory(folder);
        for (int number = 0; number < _hosts.Count; number++)
        {
            File.WriteAllText(Path.Combine(folder, $"host-{number}.log"), _hosts[number].Output);
        }

        (_broker as ApacheKafka)?.CopyData(Path.Combine(folder, "broker"), _name);
    }

    private void FailUnless(bool condition, Func<string> what)
    {
        if (!condition)
        {
            KeepLogs();
            Assert.Fail($"{what()}\n{Tails()}");
        }
    }

    private string Tails() => string.Join("\n\n", _hosts.TakeLast(4).Select(static (host, index) => $"Host {index}, {(host.HasExited ? $"ended with {host.ExitCode}" : "alive")}:\n{Tail(host)}"));

    private int Missing() => _feed.Records.Select(static one => one.Number).First(number => !_answered.Contains(number));
}
