namespace PaDeNer.FaultHost.Crashing;

/// <summary>What is going on just now, as one seam knows it and another asks. Safe from any thread.</summary>
internal sealed class PresentMoment
{
    private volatile bool _isRevoking;
    private volatile int _recordsOfBatch;

    /// <summary>Whether partitions are being taken away.</summary>
    public bool IsRevoking
    {
        get => _isRevoking;
        set => _isRevoking = value;
    }

    /// <summary>How many records the batch has that the sink was given last.</summary>
    public int RecordsOfBatch
    {
        get => _recordsOfBatch;
        set => _recordsOfBatch = value;
    }
}
