using BenchmarkDotNet.Attributes;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>The queue before the lanes, always with so many documents waiting. One operation is a document written and one taken.</summary>
public class QueueBenchmarks : IDisposable
{
    private const int Plans = 64;
    private static readonly ServiceForecast Forecast = new(new LengthLine(0.004, 0.0003), new LengthLine(0.001, 0.0002));
    private readonly DocumentPlan[] _plans = PlansOf(new TestModel());
    private DeadlineJobs _jobs = new(1, TimeProvider.System);
    private long _written;

    /// <summary>Documents waiting.</summary>
    [Params(8, 256)]
    public int Waiting { get; set; }

    /// <summary>Partitions whose results leave in order; 0 for none.</summary>
    [Params(0, 12)]
    public int Partitions { get; set; }

    /// <summary>Whether not all of them can be in time.</summary>
    [Params(false, true)]
    public bool TooMany { get; set; }

    /// <summary>Fills the queue.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _jobs.Dispose();
        _jobs = new DeadlineJobs(Waiting + 1, TimeProvider.System);
        for (int i = 0; i < Waiting; i++)
        {
            Write();
        }
    }

    /// <summary>Writes one and takes one; gives the ticket.</summary>
    [Benchmark]
    public long WriteAndTake()
    {
        Write();
        JobRequest request = new(0, 1, 30, TimeSpan.Zero, TimeProvider.System.GetTimestamp(), Forecast);
        return _jobs.TryTake(request, out DocumentJob? job) ? job.Ticket.Value : throw new InvalidOperationException("The queue was empty.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _jobs.Dispose();
        GC.SuppressFinalize(this);
    }

    private static DocumentPlan[] PlansOf(TestModel model) =>
        [.. Enumerable.Range(0, Plans).Select(i => model.Plan(SampleTexts.Create(new Random(i), 5 + i)))];

    private void Write()
    {
        long now = TimeProvider.System.GetTimestamp();
        long number = _written++;

        // What 256 of them cost, the lane does in two seconds.
        TimeSpan objective = TimeSpan.FromSeconds(TooMany ? 0.2 : 60);
        DocumentJob job = new(new JobTicket(number), _plans[number % Plans], now, Deadline.After(TimeProvider.System, now, objective))
        {
            Order = Partitions > 0 ? new OrderGroup(number % Partitions) : null,
        };
        if (!_jobs.TryWrite(job))
        {
            throw new InvalidOperationException("The queue was full.");
        }
    }
}
