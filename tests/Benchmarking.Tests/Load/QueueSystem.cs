using PaDeNer.Benchmarking.Systems;
using PaDeNer.Benchmarking.Workloads;
using PaDeNer.Testing.Time;

namespace PaDeNer.Benchmarking.Tests.Load;

/// <summary>Serves documents in order of arrival, a few at a time, each in the same time: what it does can be worked out by hand.</summary>
internal sealed class QueueSystem(SimulatedTime time, int servers, TimeSpan service) : ISystemUnderTest
{
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _busy;

    public string Name { get; init; } = "queue";

    public string Description => "first come, first served";

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    public int Submitted { get; private set; }

    public List<TimeSpan?> Objectives { get; } = [];

    /// <summary>The number, from 1, of a document that fails.</summary>
    public int Failing { get; init; }

    /// <summary>How much longer, as a share, each document in flight makes the service.</summary>
    public double Crowding { get; init; }

    public SystemCounters Counters { get; private set; }

    public async Task SubmitAsync(ForcedDocument document, TimeSpan? objective, CancellationToken cancellationToken)
    {
        Submitted++;
        Objectives.Add(objective);
        InFlight++;
        MostInFlight = Math.Max(MostInFlight, InFlight);
        int number = Submitted;
        TaskCompletionSource done = new();
        _waiting.Enqueue(done);
        Serve();
        await done.Task;
        InFlight--;
        Counters = new SystemCounters(
            Counters.Steps + 3, Counters.TokenEvaluations + 40, Counters.EngineTime + (service * 0.9), Counters.HostTime + (service * 0.1), Counters.AllocatedBytes + 24);
        if (number == Failing)
        {
            throw new InvalidOperationException("failed on purpose");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Serve()
    {
        while (_busy < servers && _waiting.TryDequeue(out TaskCompletionSource? next))
        {
            _busy++;
            time.After(service * (1 + (Crowding * InFlight)), () =>
            {
                _busy--;
                Serve();
                next.SetResult();
            });
        }
    }
}
