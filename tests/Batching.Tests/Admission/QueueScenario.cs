using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Decoding.Planning;
using PaDeNer.Testing.Engines;

namespace PaDeNer.Batching.Tests.Admission;

/// <summary>
/// What happens to a queue: documents that come and lanes that ask, drawn from a seed. Seeds differ in everything: load, lengths, orders,
/// deadlines, what lanes think documents take, how time passes.
/// </summary>
internal sealed class QueueScenario
{
    private static readonly DocumentPlan[] Plans = PlansOf(new TestModel());

    private readonly Random _random;
    private readonly long _frequency;
    private readonly int _lanes;
    private readonly int _orders;
    private readonly double _unordered;
    private readonly double _never;
    private readonly int _spread;
    private readonly double _objective;
    private readonly long _grid;
    private readonly double _speed;
    private readonly bool _isSteady;
    private readonly List<long> _overtaken = [];
    private readonly ServiceForecast[] _forecasts;
    private long _now;
    private long _written;

    public QueueScenario(int seed, long frequency)
    {
        _random = new Random(seed);
        _frequency = frequency;
        _lanes = 1 + _random.Next(4);
        _orders = new[] { 0, 0, 1, 2, 5, 20 }[_random.Next(6)];
        _unordered = _random.Next(3) == 0 ? _random.NextDouble() : 0;
        _never = _random.Next(4) == 0 ? _random.NextDouble() : 0;
        _spread = new[] { 1, 1, 5, 100 }[_random.Next(4)];
        _objective = Math.Exp(_random.NextDouble() * 6) * 0.02;
        _grid = _random.Next(3) == 0 ? frequency / 20 : 1;
        _speed = Math.Exp(2 * (_random.NextDouble() - 0.5));
        _isSteady = _random.Next(2) == 0;
        _forecasts = [.. Enumerable.Range(0, _lanes).Select(_ => Draw())];
        _now = frequency * 1000;
    }

    /// <summary>Writes a document to each queue, a copy for each.</summary>
    public void Write(params ReadOnlySpan<DeadlineJobs> queues)
    {
        long number = _overtaken.Count > 0 && _random.Next(4) == 0 ? Overtaken() : ++_written;
        if (_random.Next(50) == 0)
        {
            _overtaken.Add(number);
            number = ++_written;
        }

        OrderGroup? order = _orders == 0 || _random.NextDouble() < _unordered ? null : new OrderGroup(_random.Next(_orders));
        long due = _now + (long)(_frequency * _objective * (_spread == 1 ? 1 : 1 + _random.Next(_spread)));
        Deadline deadline = _random.NextDouble() < _never ? Deadline.Never : new Deadline(due - (due % _grid));
        DocumentPlan plan = Plans[_random.Next(Plans.Length)];
        foreach (DeadlineJobs queue in queues)
        {
            Assert.True(queue.TryWrite(new DocumentJob(new JobTicket(number), plan, _now, deadline) { Order = order }));
        }
    }

    /// <summary>A lane that asks, after some time in which documents may have been done.</summary>
    public JobRequest Ask()
    {
        int lane = _random.Next(_lanes);
        Learn(ref _forecasts[lane]);
        double pause = _random.Next(200) == 0 ? 0.5 : _random.NextDouble() * 2 * _speed * _forecasts[lane].Work(20).TotalSeconds / _lanes;
        _now += (long)(pause * _frequency);
        return new JobRequest(_now, _forecasts[lane]);
    }

    /// <summary>Whether the next thing that happens is a document that comes, where so many wait.</summary>
    public bool Comes(int waiting, int most) => waiting == 0 || (waiting < most && _random.Next(100) < 50 + (waiting < most / 2 ? 10 : -5));

    private static DocumentPlan[] PlansOf(TestModel model) =>
        [.. Enumerable.Range(1, 12).Select(i => model.Plan(string.Join(' ', Enumerable.Repeat("word", 1 + (i * i / 2)))))];

    private long Overtaken()
    {
        long number = _overtaken[^1];
        _overtaken.RemoveAt(_overtaken.Count - 1);
        return number;
    }

    private ServiceForecast Draw()
    {
        double work = _random.Next(8) == 0 ? 0 : 0.00005 + (_random.NextDouble() * 0.0005);
        return new ServiceForecast(work * (1 + (4 * _random.NextDouble())), work);
    }

    /// <summary>Forecasts wander as documents end; now and then one is another at once, or nothing is known.</summary>
    private void Learn(ref ServiceForecast forecast)
    {
        forecast = _random.Next(_isSteady ? 300 : 30) switch
        {
            0 => Draw(),
            1 => new ServiceForecast(1e-6, 1e-6),
            2 => default,
            _ when _isSteady => forecast,
            _ => new ServiceForecast(forecast.ServicePerRow * (0.97 + (0.06 * _random.NextDouble())), forecast.WorkPerRow * (0.99 + (0.02 * _random.NextDouble()))),
        };
    }
}
