using System.Threading.Channels;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;
using PaDeNer.Testing.Time;

namespace PaDeNer.Batching.Tests.Execution;

public class DecodeLoopTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestModel _model = new();
    private readonly List<JobOutcome> _outcomes = [];

    [Fact]
    public void Every_job_ends_once_and_the_loop_returns_when_the_input_ends()
    {
        RecordingObserver observer = new();

        Run(Jobs(30), new BatchingOptions(), observer);

        Assert.Equal(Enumerable.Range(0, 30).Select(static i => (long)i), _outcomes.Select(static outcome => outcome.Ticket.Value).Order());
        Assert.All(_outcomes, static outcome => Assert.True(outcome.Outcome.Succeeded));
        Assert.Equal(30, observer.Decoded);
        Assert.NotEmpty(observer.Steps);
        Assert.All(observer.Steps, static report => Assert.InRange(report.KvCellsUsed, 0, report.KvCellsTotal));
        Assert.Equal(0, observer.Steps[^1].DocumentsInFlight);
        Assert.Equal(
            _outcomes.Sum(static outcome => outcome.Outcome.Entities!.Statistics.TokensEvaluated),
            observer.Steps.Sum(static report => report.Contents.Rows));
    }

    [Fact]
    public void A_late_document_is_still_decoded_and_says_that_it_is_late()
    {
        DocumentJob[] jobs = [.. Jobs(2)];
        _time.Advance(TimeSpan.FromSeconds(2));

        Run([jobs[0] with { Deadline = Deadline.After(_time, jobs[0].Received, TimeSpan.FromSeconds(1)) }, jobs[1]], new BatchingOptions());

        Assert.True(Assert.Single(_outcomes, static outcome => outcome.Ticket.Value == 0).Timings.DeadlineMissed);
        Assert.False(Assert.Single(_outcomes, static outcome => outcome.Ticket.Value == 1).Timings.DeadlineMissed);
        Assert.Equal(2.0, _outcomes[0].Timings.QueueTime.TotalSeconds, 3);
    }

    [Fact]
    public async Task With_filling_what_is_packed_together_depends_on_the_input_alone()
    {
        BatchingOptions options = new BatchingOptions { DocumentsInFlight = 3 }.FillingBeforeStep();
        RecordingObserver atOnce = new();
        Run(Jobs(20), options, atOnce);
        RecordingObserver trickled = new();
        Channel<DocumentJob> channel = Channel.CreateUnbounded<DocumentJob>();

        Task writer = Task.Run(async () =>
        {
            foreach (DocumentJob job in Jobs(20))
            {
                await Task.Yield();
                await channel.Writer.WriteAsync(job);
            }

            channel.Writer.Complete();
        }, TestContext.Current.CancellationToken);
        using InMemoryEngine engine = _model.NewEngine();
        NewLoop(engine, options, trickled).Run(channel.Reader, _outcomes.Add, TestContext.Current.CancellationToken);
        await writer;

        Assert.Equal(atOnce.Steps.Select(static report => report.Contents), trickled.Steps.Select(static report => report.Contents));
    }

    [Fact]
    public void Abandoning_returns_at_once()
    {
        using CancellationTokenSource abandon = new();
        Channel<DocumentJob> channel = Filled(Jobs(10));
        using InMemoryEngine engine = _model.NewEngine();

        Assert.Throws<OperationCanceledException>(() => NewLoop(engine, new BatchingOptions(), new NoObserver()).Run(
            channel.Reader,
            outcome =>
            {
                _outcomes.Add(outcome);
                abandon.Cancel();
            },
            abandon.Token));

        Assert.InRange(_outcomes.Count, 1, 9);
    }

    [Fact]
    public void A_broken_engine_stops_the_lane_and_publishes_nothing_of_what_was_in_decoding()
    {
        using BrokenEngine engine = new(_model.Capacity);

        EngineFaultException fault = Assert.Throws<EngineFaultException>(() =>
            NewLoop(engine, new BatchingOptions(), new NoObserver()).Run(Filled(Jobs(3)).Reader, _outcomes.Add, CancellationToken.None));

        Assert.Contains("Fatal", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_outcomes);
    }

    private void Run(IEnumerable<DocumentJob> jobs, BatchingOptions options, IStepObserver? observer = null)
    {
        using InMemoryEngine engine = _model.NewEngine();
        NewLoop(engine, options, observer ?? new NoObserver()).Run(Filled(jobs).Reader, _outcomes.Add, CancellationToken.None);
    }

    private DecodeLoop NewLoop(IDecodeEngine engine, BatchingOptions options, IStepObserver observer) =>
        new(0, engine, options, new DocumentAssembler(new AssemblySettings()), _time, observer);

    private IEnumerable<DocumentJob> Jobs(int count) => Enumerable.Range(0, count).Select(i => new DocumentJob(
        new JobTicket(i), _model.Plan(SampleTexts.Create(new Random(i), i % 20)), _time.GetTimestamp(), Deadline.Never));

    private static Channel<DocumentJob> Filled(IEnumerable<DocumentJob> jobs)
    {
        Channel<DocumentJob> channel = Channel.CreateUnbounded<DocumentJob>();
        foreach (DocumentJob job in jobs)
        {
            channel.Writer.TryWrite(job);
        }

        channel.Writer.Complete();
        return channel;
    }

    private sealed class RecordingObserver : IStepObserver
    {
        public List<StepReport> Steps { get; } = [];

        public int Decoded { get; private set; }

        public void StepDone(in StepReport report) => Steps.Add(report);

        public void DocumentDecoded(JobOutcome outcome) => Decoded++;
    }

    private sealed class BrokenEngine(EngineCapacity capacity) : IDecodeEngine
    {
        public EngineCapacity Capacity { get; } = capacity;

        public string Device => "broken";

        public StepStatus Execute(StepPlan plan, StepResult result) => StepStatus.Fatal;

        public void Dispose()
        {
        }
    }
}
