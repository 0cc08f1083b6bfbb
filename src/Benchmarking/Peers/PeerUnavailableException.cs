namespace PaDeNer.Benchmarking.Peers;

/// <summary>The peer cannot be had or does not work here; the message says why. A report has no figures for it then, and this reason.</summary>
public sealed class PeerUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public PeerUnavailableException()
    {
    }

    /// <summary>With a reason.</summary>
    public PeerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and what is behind it.</summary>
    public PeerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
