namespace PaDeNer.FaultHost.Crashing;

/// <summary>Whether partitions are being taken away just now. Written by the poll thread, read by any.</summary>
internal sealed class RevocationMoment
{
    private volatile bool _isNow;

    public bool IsNow
    {
        get => _isNow;
        set => _isNow = value;
    }
}
