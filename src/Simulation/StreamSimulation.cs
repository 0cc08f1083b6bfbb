using PaDeNer.Batching.Admission;
using PaDeNer.Batching.Deadlines;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Simulation;

/// <summary>
/// A daemon on a virtual clock: documents arrive, wait in the product's queue and are decoded by the product's lanes on simulated
/// engines. One thread, from event to event; the same input gives the same result. What lies outside the lanes (planning, the broker,
/// commits) takes no time.
/// </summary>
public sealed class StreamSimulation
{
    private readonly DeviceProfile _profile;
    private readonly SimulationSettings _settings;
    private readonly ShapePlanner _planner;

    /// <summary>A simulation of a device.</summary>
    public StreamSimulation(DeviceProfile profile, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(settings);
        (_profile, _settings) = (profile, settings);
        _planner = new ShapePlanner(profile.LaneCapacity(), profile.WindowTokens);
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
        using DeadlineJobs queue = new(_settings.QueueLength, clock, _settings.Policy.Queue);
        SimulatedLane[] lanes = [.. Enumerable.Range(0, _settings.Lanes).Select(lane => NewLane(lane, clock, queue, arrivals))];
        Record record = new(arrivals, clock);
        int arrived = 0;
        int queued = 0;
        while (record.Ended < arrivals.Count)
        {
            SimulatedLane? next = NextToEnd(lanes);
            long arrival = arrived < arrivals.Count ? VirtualClock.Timestamp(arrivals[arrived].At) : long.MaxValue;
            if (arrival <= (next?.Ends ?? long.MaxValue))
            {
                clock.MoveTo(arrival);
                arrived++;
            }
            else
            {
                clock.MoveTo(next!.Ends);
                next.Finish(record.Note);
            }

            while (queued < arrived && queue.TryWrite(NewJob(queued, arrivals[queued])))
            {
                queued++;
            }

            record.NoteInFlight(queued - record.Ended);
            foreach (SimulatedLane lane in lanes)
            {
                lane.TryStart();
            }
        }

        return record.Result(lanes);
    }

    private SimulatedLane NewLane(int number, VirtualClock clock, DeadlineJobs queue, IReadOnlyList<SimulatedArrival> arrivals)
    {
        SimulatedEngine engine = new(
            _profile.LaneCapacity(), _profile.WindowTokens, _profile.StepMilliseconds, _profile.Spread, (_settings.Seed * 1000) + number);
        return new SimulatedLane(number, engine, _settings, new ExpectedJobs(queue, engine, arrivals), clock, TimeSpan.FromMilliseconds(_profile.HostMilliseconds));
    }

    private DocumentJob NewJob(int number, in SimulatedArrival arrival)
    {
        long received = VirtualClock.Timestamp(arrival.At);
        Deadline deadline = arrival.Objective == TimeSpan.MaxValue ? Deadline.Never : new Deadline(received + VirtualClock.Timestamp(arrival.Objective));
        return new DocumentJob(new JobTicket(number), _planner.Plan(arrival.Shape, number), received, deadline) { Order = arrival.Order };
    }

    private static SimulatedLane? NextToEnd(SimulatedLane[] lanes)
    {
        SimulatedLane? next = null;
        foreach (SimulatedLane lane in lanes)
        {
            next = lane.IsRunning && (next is null || lane.Ends < next.Ends) ? lane : next;
        }

        return next;
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

        public void Note(JobOutcome outcome)
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

        public SimulationResult Result(SimulatedLane[] lanes) => new(
            _latencies,
            _late,
            VirtualClock.At(clock.GetTimestamp()),
            lanes.Aggregate(TimeSpan.Zero, static (sum, lane) => sum + lane.Busy),
            lanes.Length,
            lanes.Sum(static lane => lane.Steps),
            _mostInFlight,
            lanes.Average(static lane => lane.Scheduler.Cost.RelativeError),
            [.. lanes.Select(static lane => lane.Scheduler.DocumentLimit)],
            lanes.Sum(static lane => lane.Scheduler.Slots.Used + lane.Scheduler.Ledger.Used + lane.Scheduler.Ledger.Reserved));

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
