using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Batching.Extraction;
using PaDeNer.Decoding.Engine;
using PaDeNer.Decoding.Entities;
using PaDeNer.Decoding.Planning;

namespace PaDeNer.Simulation;

/// <summary>
/// The product's engine on a virtual clock: documents are submitted as they arrive, and simulated engines decode them. One thread, from
/// event to event; the same input gives the same result. What lies outside the lanes (planning, the broker, commits) takes no time.
/// </summary>
public sealed class StreamSimulation
{
    private readonly DeviceProfile _profile;
    private readonly SimulationSettings _settings;
    private readonly SimulatedPlanner _planner;

    /// <summary>A simulation of a device.</summary>
    public StreamSimulation(DeviceProfile profile, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(settings);
        (_profile, _settings) = (profile, settings);
        _planner = new SimulatedPlanner(profile.LaneCapacity(), profile.WindowTokens);
    }

    /// <summary>Runs until every document has ended.</summary>
    /// <param name="arrivals">In order of arrival; at least one.</param>
    /// <exception cref="ArgumentException">A document does not fit the device.</exception>
    /// <exception cref="EngineFaultException">The scheduler broke a rule: a defect.</exception>
    public SimulationResult Run(IReadOnlyList<SimulatedArrival> arrivals)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        ArgumentOutOfRangeException.ThrowIfZero(arrivals.Count);
        VirtualClock clock = new();
        SimulatedEngine[] engines = [.. Enumerable.Range(0, _settings.Lanes).Select(NewEngine)];
        LaneTally tally = new(engines, _settings.Observer);
        TimeSpan hostTime = TimeSpan.FromMilliseconds(_profile.HostMilliseconds);
        ExtractionEngine engine = new(SettingsOf(engines, clock, tally));
        try
        {
            Record record = new(arrivals, clock);
            Run(arrivals, record, clock, engine.StartPumped(lane => engines[lane].StepTime + hostTime), number => Submit(engine, engines, number, arrivals[number]));
            return record.Result(tally);
        }
        finally
        {
            // Waits for nothing: between two calls of a pump no lane is in its engine.
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Run(IReadOnlyList<SimulatedArrival> arrivals, Record record, VirtualClock clock, EnginePump pump, Action<int> submit)
    {
        int arrived = 0;
        int submitted = 0;
        while (record.Ended < arrivals.Count)
        {
            long arrival = arrived < arrivals.Count ? VirtualClock.Timestamp(arrivals[arrived].At) : long.MaxValue;
            if (pump.NextEnd is { } end && end < arrival)
            {
                clock.MoveTo(end);
                record.Note(pump.EndStep());
            }
            else
            {
                clock.MoveTo(arrival);
                arrived++;
            }

            for (; submitted < arrived && pump.Plan(); submitted++)
            {
                submit(submitted);
            }

            record.NoteInFlight(submitted - record.Ended);
            pump.BeginSteps();
        }
    }

    private SimulatedEngine NewEngine(int number) => new(
        _profile.LaneCapacity(),
        _profile.WindowTokens,
        _profile.StepMilliseconds,
        _profile.Spread,
        (_settings.Seed * 1000) + number);

    private ExtractionEngineSettings SettingsOf(SimulatedEngine[] engines, VirtualClock clock, LaneTally tally) => new()
    {
        Lanes = [.. engines.Select(static engine => new EngineLane(engine))],
        Plan = _planner.Plan,
        Assembler = new DocumentAssembler(new AssemblySettings()),
        Batching = _settings.Batching,
        Order = _settings.Order,
        QueueLength = _settings.QueueLength,
        Time = clock,
        Observer = tally,
    };

    private void Submit(ExtractionEngine engine, SimulatedEngine[] engines, int number, in SimulatedArrival arrival)
    {
        foreach (SimulatedEngine each in engines)
        {
            each.Expect(number, arrival.Document);
        }

        long received = VirtualClock.Timestamp(arrival.At);
        Deadline deadline = arrival.Objective == TimeSpan.MaxValue ? Deadline.Never : new Deadline(received + VirtualClock.Timestamp(arrival.Objective));
        ValueTask<Task<JobOutcome?>> taken = engine.SubmitAsync(
            new IncomingDocument(new JobTicket(number), _planner.DocumentOf(arrival.Document, number), received, deadline, arrival.Order));
        if (!taken.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A document waits for room that the pump has just promised: a defect of the engine.");
        }
    }

    /// <summary>What became of each document; one that is ordered is there once all before it in its order are.</summary>
    private sealed class Record(IReadOnlyList<SimulatedArrival> arrivals, VirtualClock clock)
    {
        private readonly TimeSpan[] _latencies = new TimeSpan[arrivals.Count];
        private readonly bool[] _late = new bool[arrivals.Count];
        private readonly bool[] _done = new bool[arrivals.Count];
        private readonly Dictionary<OrderGroup, Queue<int>> _unfinished = Unfinished(arrivals);
        private int _mostInFlight;

        /// <summary>Documents that are decoded.</summary>
        public int Ended { get; private set; }

        public void Note(IReadOnlyList<JobOutcome> ended)
        {
            foreach (JobOutcome outcome in ended)
            {
                Note(outcome);
            }
        }

        private void Note(JobOutcome outcome)
        {
            int number = (int)outcome.Ticket.Value;
            _done[number] = true;
            Ended++;
            if (arrivals[number].Order is not { } order)
            {
                Release(number);
                return;
            }

            Queue<int> unfinished = _unfinished[order];
            while (unfinished.TryPeek(out int first) && _done[first])
            {
                Release(unfinished.Dequeue());
            }
        }

        public void NoteInFlight(int documents) => _mostInFlight = Math.Max(_mostInFlight, documents);

        public SimulationResult Result(LaneTally tally) => new(
            _latencies,
            _late,
            VirtualClock.At(clock.GetTimestamp()),
            tally.Busy,
            tally.Last.Count,
            tally.Steps,
            _mostInFlight,
            tally.Last.Average(static report => report?.PredictionError ?? 0),
            [.. tally.Last.Select(static report => report?.DocumentLimit ?? 0)],
            tally.Last.Sum(static report => report is { } last ? last.SlotsUsed + last.KvCellsUsed + last.KvCellsReserved : 0));

        private static Dictionary<OrderGroup, Queue<int>> Unfinished(IReadOnlyList<SimulatedArrival> arrivals)
        {
            Dictionary<OrderGroup, Queue<int>> orders = [];
            for (int i = 0; i < arrivals.Count; i++)
            {
                if (arrivals[i].Order is { } order)
                {
                    orders.TryAdd(order, new Queue<int>());
                    orders[order].Enqueue(i);
                }
            }

            return orders;
        }

        private void Release(int number)
        {
            _latencies[number] = clock.GetElapsedTime(VirtualClock.Timestamp(arrivals[number].At));
            _late[number] = _latencies[number] > arrivals[number].Objective;
        }
    }
}
