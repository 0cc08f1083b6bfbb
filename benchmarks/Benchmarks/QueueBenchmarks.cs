using BenchmarkDotNet.Attributes;
using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Builders;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Benchmarks;

/// <summary>
/// The queue before the lanes, always with so many documents waiting. One operation is a document written, one taken, and the time that
/// a lane has for it; what documents take is thought to be something else each time, as it is where two lanes ask in turn.
/// </summary>
public class QueueBenchmarks : IDisposable
{
    private static readonly ServiceForecast Forecast = new(0.0004, 0.0002);
    private readonly DocumentPlan[] _plans = PlansOf(new TestModel());
    private readonly TimeProvider _clock = TimeProvider.System;
    private DeadlineJobs _jobs = new(1, TimeProvider.System);
    private long _written;
    private long _now;
    private long _perDocument;
    private long _objective;

    /// <summary>How much comes.</summary>
    public enum Load
    {
        /// <summary>All can be in time, with a quarter to spare.</summary>
        InTime,

        /// <summary>Each could be in time alone and not all of them are: too many came at once.</summary>
        TooMany,

        /// <summary>Too much has been coming for long: most that wait are late.</summary>
        TooManyForLong,
    }

    /// <summary>Documents waiting.</summary>
    [Params(16, 256, 4096, 65_536)]
    public int Waiting { get; set; }

    /// <summary>Partitions whose results leave in order; 0 for none.</summary>
    [Params(0, 12)]
    public int Partitions { get; set; }

    /// <summary>How much comes.</summary>
    [ParamsAllValues]
    public Load Comes { get; set; }

    /// <summary>Fills the queue.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _jobs.Dispose();
        _jobs = new DeadlineJobs(Waiting + 1, _clock);
        _perDocument = (long)(_plans.Average(plan => Forecast.Work(TextRows(plan)).TotalSeconds) * _clock.TimestampFrequency);
        (double objective, double pause) = Comes switch
        {
            Load.InTime => (1.25, 1.0),
            Load.TooMany => (0.8, 0.1),
            _ => (0.3, 1.0),
        };
        (_written, _now, _objective) = (0, _clock.TimestampFrequency, (long)(objective * Waiting * _perDocument));
        for (int i = 0; i < Waiting; i++)
        {
            _now += (long)(pause * _perDocument);
            Write();
        }
    }

    /// <summary>A document written, one taken.</summary>
    [Benchmark]
    public long WriteAndTake()
    {
        _now += _perDocument;
        Write();
        double factor = 1 + (_written % 7 * 0.002);
        JobRequest request = new(_now, new ServiceForecast(Forecast.ServicePerRow * factor, Forecast.WorkPerRow * factor));
        return _jobs.TryTake(request, out DocumentJob? job) ? job.Ticket.Value : throw new InvalidOperationException("The queue was empty.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _jobs.Dispose();
        GC.SuppressFinalize(this);
    }

    private static DocumentPlan[] PlansOf(TestModel model) =>
        [.. Enumerable.Range(0, 64).Select(i => model.Plan(SampleTexts.Create(new Random(i), 5 + i)))];

    private void Write()
    {
        long number = _written++;
        DocumentJob job = new(new JobTicket(number), _plans[(number * 37) % _plans.Length], _now, new Deadline(_now + _objective))
        {
            Order = Partitions > 0 ? new OrderGroup(number % Partitions) : null,
        };
        if (!_jobs.TryWrite(job))
        {
            throw new InvalidOperationException("The queue was full.");
        }
    }

    private static int TextRows(DocumentPlan plan) => new DocumentJob(new JobTicket(0), plan, 0, Deadline.Never).TextRows;
}
