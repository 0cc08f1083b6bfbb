using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Daemon.Extraction;
using PaDeNer.Daemon.Hosting;
using PaDeNer.Decoding.Documents;
using PaDeNer.Decoding.Engine;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Daemon.Tests.Extraction;

public class ExtractionStagesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stopping_finishes_what_was_begun_gives_back_the_rest_and_ends_the_outcomes()
    {
        using Extractor extractor = TestExtractor.Create(lanes: 2);
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        ChannelWriter<IncomingDocument> documents = host.Services.GetRequiredService<ChannelWriter<IncomingDocument>>();
        for (int i = 0; i < 50; i++)
        {
            await documents.WriteAsync(ExtractionHost.Document(i, "Ada met Charles in London."), TestContext.Current.CancellationToken);
        }

        List<JobOutcome> outcomes = await ExtractionHost.OutcomesAsync(host, 10);
        await host.StopAsync(TestContext.Current.CancellationToken);
        outcomes.AddRange(await ExtractionHost.OutcomesAsync(host));

        Assert.All(outcomes, static outcome => Assert.True(outcome.Outcome.Succeeded));
        Assert.Distinct(outcomes.Select(static outcome => outcome.Ticket.Value));
        Assert.False(DaemonHost.HasFailed(host));
    }

    [Fact]
    public async Task Without_a_stop_every_document_has_its_outcome()
    {
        using Extractor extractor = TestExtractor.Create(lanes: 2);
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                await ExtractionHost.WriteAsync(host, i, "Ada met Charles in London.");
            }
        }, TestContext.Current.CancellationToken);

        List<JobOutcome> outcomes = await ExtractionHost.OutcomesAsync(host, 500).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await writing;
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 500).Select(static i => (long)i), outcomes.Select(static outcome => outcome.Ticket.Value).Order());
        Assert.Empty(await ExtractionHost.OutcomesAsync(host));
    }

    [Fact]
    public async Task A_document_that_cannot_be_planned_ends_with_its_fault()
    {
        using Extractor extractor = TestExtractor.Create();
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Document asked = new(new DocumentId("x"), "text", new LabelSet("NOPE"));
        await host.Services.GetRequiredService<ChannelWriter<IncomingDocument>>()
            .WriteAsync(new IncomingDocument(new JobTicket(7), asked, 0, Deadline.Never), TestContext.Current.CancellationToken);

        JobOutcome outcome = Assert.Single(await ExtractionHost.OutcomesAsync(host, 1));
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await ExtractionHost.OutcomesAsync(host));
        Assert.Equal((7, false), (outcome.Ticket.Value, outcome.Outcome.Succeeded));
    }

    [Fact]
    public async Task A_lane_that_fails_stops_the_host_and_publishes_nothing_of_what_it_held()
    {
        using Extractor extractor = TestExtractor.Create(engine: static () => new FailingEngine(new TestModel().NewEngine(), stepsUntilFailure: 200));
        using IHost host = ExtractionHost.Build(extractor);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task stopping = ExtractionHost.Stopping(host);
        Task writing = WriteUntilClosedAsync(host, 250);

        await stopping.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
        await writing.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.True(DaemonHost.HasFailed(host));
        Assert.True((await ExtractionHost.OutcomesAsync(host)).Count < 250);
    }

    [Fact]
    public async Task An_engine_that_never_computes_keeps_the_daemon_from_starting()
    {
        using Extractor extractor = TestExtractor.Create(engine: static () => new FailingEngine(new TestModel().NewEngine(), stepsUntilFailure: 0));
        using IHost host = ExtractionHost.Build(extractor);

        await Assert.ThrowsAsync<EngineFaultException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_is_given_up_while_lanes_warm_up_leaves_no_engine_in_use()
    {
        SlowEngine[] engines = [new(), new()];
        int created = 0;
        Extractor extractor = TestExtractor.Create(lanes: 2, engine: () => engines[created++]);
        IHost host = ExtractionHost.Build(extractor);
        using CancellationTokenSource stop = new();
        Task starting = host.StartAsync(stop.Token);
        await Task.WhenAll(engines.Select(static engine => engine.Entered)).WaitAsync(Patience, TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        host.Dispose();
        extractor.Dispose();

        Assert.All(engines, static engine => Assert.Equal((true, false), (engine.IsDisposed, engine.WasDisposedInUse)));
    }

    [Fact]
    public async Task A_lane_that_cannot_warm_up_ends_the_others_before_their_engines_are_disposed()
    {
        SlowEngine slow = new();
        IDecodeEngine[] engines = [slow, new FailingEngine(new TestModel().NewEngine(), stepsUntilFailure: 0)];
        int created = 0;
        Extractor extractor = TestExtractor.Create(lanes: 2, engine: () => engines[created++]);
        IHost host = ExtractionHost.Build(extractor);

        await Assert.ThrowsAsync<EngineFaultException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        host.Dispose();
        extractor.Dispose();

        Assert.Equal((true, false), (slow.IsDisposed, slow.WasDisposedInUse));
    }

    /// <summary>Nobody reads any more once a lane has failed: what does not fit the queue waits until the host closes it.</summary>
    private static async Task WriteUntilClosedAsync(IHost host, int documents)
    {
        try
        {
            for (int i = 0; i < documents; i++)
            {
                await ExtractionHost.WriteAsync(host, i, "Ada met Charles in London.");
            }
        }
        catch (ChannelClosedException)
        {
        }
    }

    /// <summary>Each step takes a while; sees whether it is disposed in the middle of one.</summary>
    private sealed class SlowEngine : IDecodeEngine
    {
        private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
        private readonly InMemoryEngine _inner = new TestModel().NewEngine();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _never = new();
        private volatile bool _inUse;

        public Task Entered => _entered.Task;

        public bool IsDisposed { get; private set; }

        public bool WasDisposedInUse { get; private set; }

        public EngineCapacity Capacity => _inner.Capacity;

        public string Device => _inner.Device;

        public StepStatus Execute(StepPlan plan, StepResult result)
        {
            _inUse = true;
            _entered.TrySetResult();
            _never.Wait(Step);
            StepStatus status = _inner.Execute(plan, result);
            _inUse = false;
            return status;
        }

        public void Dispose() => (IsDisposed, WasDisposedInUse) = (true, _inUse);
    }

    /// <summary>Works for a while.</summary>
    private sealed class FailingEngine(IDecodeEngine inner, int stepsUntilFailure) : IDecodeEngine
    {
        private int _steps;

        public EngineCapacity Capacity => inner.Capacity;

        public string Device => inner.Device;

        public StepStatus Execute(StepPlan plan, StepResult result) => _steps++ < stepsUntilFailure ? inner.Execute(plan, result) : StepStatus.Fatal;

        public void Dispose() => inner.Dispose();
    }
}
