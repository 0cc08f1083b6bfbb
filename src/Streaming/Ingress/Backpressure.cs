using PaDeNer.Streaming.Partitions;

namespace PaDeNer.Streaming.Ingress;

/// <summary>
/// What is in flight -> how intake goes. Pure. Pausing throws away what the client has fetched ahead, so it comes late: at the pause mark intake is held,
/// which costs nothing and ends as soon as there is room; only when that lasts are partitions paused, and then until half the mark, so that it never flaps.
/// </summary>
/// <param name="records">The pause mark in records.</param>
/// <param name="bytes">The pause mark in bytes.</param>
/// <param name="hold">How long intake is held before partitions are paused; well below the time in which the client must be polled.</param>
/// <param name="time">Measures the hold.</param>
internal sealed class Backpressure(int records, long bytes, TimeSpan hold, TimeProvider time)
{
    private long _heldSince;

    /// <summary>How intake goes now.</summary>
    public Intake Intake { get; private set; }

    /// <summary>Takes in what is in flight now.</summary>
    /// <param name="load">Records in flight.</param>
    /// <param name="full">Whether a channel has no room, which counts as the pause mark.</param>
    public Intake Decide(LedgerLoad load, bool full)
    {
        switch (Intake)
        {
            case Intake.Open when full || load.Records >= records || load.Bytes >= bytes:
                _heldSince = time.GetTimestamp();
                Intake = Intake.Held;
                break;
            case Intake.Held when !full && load.Records < records && load.Bytes < bytes:
            case Intake.Paused when !full && load.Records <= records / 2 && load.Bytes <= bytes / 2:
                Intake = Intake.Open;
                break;
            case Intake.Held when time.GetElapsedTime(_heldSince) >= hold:
                Intake = Intake.Paused;
                break;
            default:
                break;
        }

        return Intake;
    }
}
