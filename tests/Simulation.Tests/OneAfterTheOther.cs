namespace PaDeNer.Simulation.Tests;

/// <summary>The schedule that a product with lanes has to be as good as: each lane one document at a time, the earliest deadline first, to its end.</summary>
internal static class OneAfterTheOther
{
    /// <summary>Those that are on time if none but they are served; the others are left out, for the good of these.</summary>
    /// <param name="arrivals">In order of arrival.</param>
    /// <param name="service">What each takes.</param>
    /// <param name="spare">How long before its deadline each has to be done.</param>
    /// <param name="lanes">How many work side by side.</param>
    public static List<int> OnTime(SimulatedArrival[] arrivals, TimeSpan[] service, TimeSpan spare, int lanes)
    {
        PriorityQueue<int, TimeSpan> ready = new();
        TimeSpan[] free = new TimeSpan[lanes];
        List<int> onTime = [];
        for (int arrived = 0; arrived < arrivals.Length || ready.Count > 0;)
        {
            int lane = Array.IndexOf(free, free.Min());
            TimeSpan now = ready.Count == 0 && arrivals[arrived].At > free[lane] ? arrivals[arrived].At : free[lane];
            for (; arrived < arrivals.Length && arrivals[arrived].At <= now; arrived++)
            {
                ready.Enqueue(arrived, Due(arrivals[arrived]));
            }

            int next = ready.Dequeue();
            if (now + service[next] + spare <= Due(arrivals[next]))
            {
                onTime.Add(next);
                free[lane] = now + service[next];
            }
        }

        onTime.Sort();
        return onTime;
    }

    private static TimeSpan Due(in SimulatedArrival arrival) => arrival.At + arrival.Objective;
}
