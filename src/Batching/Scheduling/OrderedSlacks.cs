using PaDeNer.Batching.Admission;

namespace PaDeNer.Batching.Scheduling;

/// <summary>
/// The slack of the documents in decoding, where results of some leave in order: whoever is before one that can be in time has no more
/// time to spare than that one, and is not late as long as that one is not. Allocates nothing per step once its table has grown.
/// </summary>
internal sealed class OrderedSlacks(SlackEstimator estimator)
{
    private readonly List<RunningDocument> _byTicket = [];
    private readonly Dictionary<OrderGroup, TimeSpan> _needed = [];

    public void Add(RunningDocument document)
    {
        int place = _byTicket.Count;
        while (place > 0 && _byTicket[place - 1].Job.Ticket.Value > document.Job.Ticket.Value)
        {
            place--;
        }

        _byTicket.Insert(place, document);
    }

    public void Remove(RunningDocument document) => _byTicket.Remove(document);

    /// <summary>Renews what the policy looks at.</summary>
    public void Renew(long now, long stepNumber)
    {
        _needed.Clear();
        for (int i = _byTicket.Count - 1; i >= 0; i--)
        {
            RunningDocument document = _byTicket[i];
            TimeSpan slack = estimator.Slack(document, now);
            if (document.Job.Order is { } order)
            {
                if (_needed.TryGetValue(order, out TimeSpan needed) && (slack < TimeSpan.Zero || needed < slack))
                {
                    slack = needed;
                }

                if (slack >= TimeSpan.Zero)
                {
                    _needed[order] = slack;
                }
            }

            document.Renew(stepNumber, slack);
        }
    }
}
