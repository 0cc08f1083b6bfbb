using System.Runtime.InteropServices;

namespace PaDeNer.Batching.Admission;

/// <summary>
/// Which of the waiting documents to serve in time where not all can be: as many as possible. Taken by deadline, and whenever one would
/// be late, the one that costs most among those taken so far is given up. This is Moore's algorithm with Hodgson's rule (J. M. Moore,
/// Management Science 15(1), 1968), which is optimal for one machine; lanes count as one machine of their joint speed.
/// </summary>
internal sealed class FewestLate
{
    private readonly PriorityQueue<int, double> _costliest = new();
    private readonly List<bool> _kept = [];

    /// <summary>Whether each of the documents is to be in time, as chosen last; in the order they were given.</summary>
    public ReadOnlySpan<bool> Kept => CollectionsMarshal.AsSpan(_kept);

    /// <summary>Chooses. Documents come in order of deadline; all three spans are of one length.</summary>
    /// <param name="work">Seconds of a lane's time that each costs.</param>
    /// <param name="service">Seconds from each one's begin to its end; no more than it has left, so that each alone can be in time.</param>
    /// <param name="left">Seconds to each one's deadline.</param>
    /// <param name="lanes">Lanes that serve them; 1 or more.</param>
    public void Choose(ReadOnlySpan<double> work, ReadOnlySpan<double> service, ReadOnlySpan<double> left, int lanes)
    {
        CollectionsMarshal.SetCount(_kept, work.Length);
        Span<bool> kept = CollectionsMarshal.AsSpan(_kept);
        kept.Fill(true);
        if (!IsAnyLate(work, service, left, lanes))
        {
            return;
        }

        _costliest.Clear();
        double begins = 0;
        for (int i = 0; i < work.Length; i++)
        {
            if (begins + service[i] > left[i])
            {
                int givenUp = _costliest.TryPeek(out int costliest, out _) && work[costliest] > work[i]
                    && begins - (work[costliest] / lanes) + service[i] <= left[i] ? _costliest.Dequeue() : i;
                kept[givenUp] = false;
                begins -= givenUp == i ? 0 : work[givenUp] / lanes;
            }

            if (kept[i])
            {
                _costliest.Enqueue(i, -work[i]);
                begins += work[i] / lanes;
            }
        }
    }

    private static bool IsAnyLate(ReadOnlySpan<double> work, ReadOnlySpan<double> service, ReadOnlySpan<double> left, int lanes)
    {
        double begins = 0;
        for (int i = 0; i < work.Length; i++)
        {
            if (begins + service[i] > left[i])
            {
                return true;
            }

            begins += work[i] / lanes;
        }

        return false;
    }
}
